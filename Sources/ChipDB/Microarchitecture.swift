import Rating

/// A processor core's design: what it multiplies in a cycle.
public struct Microarchitecture: Codable, Equatable, Sendable {
  /// An instruction set of its native multiply paths.
  public enum InstructionSet: String, Codable, CaseIterable, Sendable {
    case x86 = "x86-64"
    case arm = "aarch64"
  }

  public let id: String
  public let name: String
  public let vendor: String
  public let instructionSet: InstructionSet
  /// A product that has it.
  public let example: String?
  public let source: String
  public let grade: Grade
  public internal(set) var opsPerCycle: [OpsPerCycle] = []

  /// The rate of one native multiply path.
  public struct OpsPerCycle: Codable, Equatable, Sendable {
    public let precision: Precision
    public let unit: ComputeUnit
    public let instruction: String
    /// Operations a cycle a core; a multiply-accumulate is two.
    public let opsPerCyclePerCore: Double
    public let source: String
    public let grade: Grade
  }

  /// The fastest native path at one precision: of each instruction what its best source says, then the
  /// highest over instructions and units. `nil` where the core has no such path.
  public func fastestPath(_ precision: Precision) -> OpsPerCycle? {
    var best: [String: OpsPerCycle] = [:]
    for path in opsPerCycle where path.precision == precision {
      let key = "\(path.unit.rawValue) \(path.instruction)"
      if best[key].map({ (path.grade, -path.opsPerCyclePerCore) < ($0.grade, -$0.opsPerCyclePerCore) })
        ?? true
      {
        best[key] = path
      }
    }
    return best.sorted { $0.key < $1.key }.map(\.value)
      .max { $0.opsPerCyclePerCore < $1.opsPerCyclePerCore }
  }

  /// Derived rates, one a precision that the core has natively.
  ///
  /// TOP/s = cores × operations per cycle × GHz / 1000; the source names the operands.
  /// - Parameters:
  ///   - cores: how many cores work.
  ///   - clockGHz: their clock under that work.
  ///   - clockSource: what the clock is and who says so, in words.
  /// - Returns: nothing where there is no core or the clock is not a finite number above 0.
  public func derivedThroughputs(cores: Int, clockGHz: Double, clockSource: String? = nil) -> [Throughput] {
    guard cores > 0, clockGHz > 0, clockGHz.isFinite else { return [] }
    return Precision.allCases.compactMap { precision in
      fastestPath(precision).map { path in
        Throughput(
          precision: precision, tops: Double(cores) * path.opsPerCyclePerCore * clockGHz / 1000,
          evidence: .derived,
          source: "\(cores) core\(cores == 1 ? "" : "s") × \(Self.plain(path.opsPerCyclePerCore)) operations "
            + "per cycle (\(path.instruction): \(path.source), \(path.grade.rawValue)) × "
            + "\(Self.plain(clockGHz)) GHz" + (clockSource.map { " (\($0))" } ?? ""))
      }
    }
  }

  /// At most three decimals, none that are zero.
  private static func plain(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return Int(exactly: rounded).map(String.init) ?? String(rounded)
  }
}
