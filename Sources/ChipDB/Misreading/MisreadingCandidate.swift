/// One way in which a figure may have come about, before it is held against the figure.
struct MisreadingCandidate {
  let kind: Misreading.Kind
  /// What the figure would be.
  let expected: Double
  let origin: SourcedValue
  /// How the expected figure comes about, after "… is ": a formula, or what it is of.
  let working: String
  /// How far-fetched: the lower explains first where two fit equally well.
  var doubt: Double = 1
  /// The greatest relative difference at which it still explains.
  var tolerance: Double = Self.printedTolerance

  /// Figures are printed to three or four digits.
  static let printedTolerance = 0.02
  /// Sources rate one part at clocks that differ by a few percent.
  static let clockTolerance = 0.055
  /// One core's rate is printed without the rounding up of the whole's.
  static let partTolerance = 0.06
  /// Boost clocks of one die in two cards, such as PCIe and SXM, differ by about a tenth.
  static let cardTolerance = 0.12
  /// Another chip's figure is copied, not computed.
  static let copyTolerance = 0.001

  func deviation(of value: Double) -> Double { (value / expected - 1).magnitude }

  func explains(_ value: Double) -> Bool { deviation(of: value) <= tolerance }

  /// How little it convinces: the doubt, and what the difference adds to it.
  func strain(on value: Double) -> Double {
    let deviation = deviation(of: value)
    let added: Double =
      switch deviation {
      case ...max(0.0005, Figure(value).roundingError): 0
      case ...0.005: 0.5
      case ...Self.printedTolerance: 2
      case ...Self.clockTolerance: 4
      default: 6
      }
    return doubt + added
  }

  func misreading(of value: Double, unit: String, truth: SourcedValue?) -> Misreading {
    let meant = truth.map { "; the chip's own is \(Figure($0.value)) \($0.unit) (\($0.reference))" } ?? ""
    let isEqual = Figure(value).description == Figure(expected).description
    let comesFrom = isEqual ? "is \(working)" : "is close to \(Figure(expected)) (\(working))"
    return Misreading(
      kind: kind, reason: "\(Figure(value)) \(unit) \(comesFrom)\(meant)", expected: expected,
      deviation: deviation(of: value), origin: origin, truth: truth)
  }
}

extension SourcedValue {
  /// Who says so and where: "epoch-ml-hardware, throughput.csv:12".
  var reference: String { [source, place?.description].compactMap { $0 }.joined(separator: ", ") }
}
