/// What lint looks at. The raw value is the rule's id in every output.
public enum LintRule: String, Codable, CaseIterable, Sendable {
  case ladder
  case sameWidth = "same-width"
  case vectorAsMatrix = "vector-as-matrix"
  case int8BelowFP8 = "int8-below-fp8"
  case sparseFactorMissing = "sparse-factor-missing"
  case misreadSource = "misread-source"
  case perDie = "per-die"
  case selfContradiction = "self-contradiction"
  case binaryUnits = "binary-units"
  case clock
  case measuredAboveDeclared = "measured-above-declared"
  case densityRange = "density-range"
  case nodeDate = "node-date"
  case trapEntered = "trap-entered"
  case trapRecomputed = "trap-recomputed"
  case legalLine = "legal-line"

  /// What the rule asks of the tables.
  public var title: String {
    switch self {
    case .ladder: "half the width is once or twice the rate"
    case .sameWidth: "formats of one width run at one rate"
    case .vectorAsMatrix: "matrix units are faster than vector units"
    case .int8BelowFP8: "INT8 keeps up with FP8"
    case .sparseFactorMissing: "a chip that sells sparse rates sells them at every precision"
    case .misreadSource: "sources that disagree do not repeat a known misreading"
    case .perDie: "sources count the same dies"
    case .selfContradiction: "one source says one thing"
    case .binaryUnits: "capacities and bandwidths are in decimal units"
    case .clock: "declared rates follow from cores and clocks"
    case .measuredAboveDeclared: "no measurement exceeds the peak"
    case .densityRange: "performance density is what silicon of the node reaches"
    case .nodeDate: "no chip is older than its process"
    case .trapEntered: "no known trap stands among the throughputs"
    case .trapRecomputed: "traps are still wrong, and wrong in the way they say"
    case .legalLine: "sources agree on which side of a legal line a chip lies"
    }
  }
}
