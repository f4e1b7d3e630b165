import Rating

/// A processor core's design: what it multiplies in a cycle.
public struct Microarchitecture: Codable, Equatable, Sendable {
  public let id: String
  public let name: String
  public let vendor: String
  public let instructionSet: String
  public let example: String?
  public internal(set) var operations: [OperationsPerCycle] = []

  /// The operations of one native multiply path.
  public struct OperationsPerCycle: Codable, Equatable, Sendable {
    public let precision: Precision
    public let unit: Chip.PublishedThroughput.Unit
    public let instruction: String?
    /// Operations a cycle a core; a multiply-accumulate is two.
    public let perCore: Double
    public let source: String
    public let grade: Grade
  }

  /// Derived rates: TOP/s = cores × operations per cycle × GHz / 1000, by the fastest unit of each precision.
  /// - Parameters:
  ///   - cores: how many cores work.
  ///   - clockGHz: their clock under that work.
  public func derivedThroughputs(cores: Int, clockGHz: Double) -> [Throughput] {
    Precision.allCases.compactMap { precision in
      operations.filter { $0.precision == precision }.max { $0.perCore < $1.perCore }.map { best in
        Throughput(
          precision: precision, tops: Double(cores) * best.perCore * clockGHz / 1000, evidence: .derived,
          source: "\(cores) cores × \(Self.plain(best.perCore)) operations per cycle (\(best.source), "
            + "\(best.grade.rawValue)) × \(Self.plain(clockGHz)) GHz")
      }
    }
  }

  /// At most three decimals, none that are zero.
  private static func plain(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}

/// How a processor names itself, and which microarchitecture that is.
public struct MicroarchitectureMatch: Equatable, Sendable {
  public let microarchitecture: Microarchitecture
  /// The family of products: "Genoa".
  public let codename: String?
  /// The id of the source of the identification.
  public let source: String
  public let grade: Grade
}

/// One row of the identification table.
struct Identification: Equatable, Sendable {
  let vendor: String
  let family: Int?
  let models: ClosedRange<Int>
  let steppings: ClosedRange<Int>?
  let microarchitecture: String
  let codename: String?
  let source: String
  let grade: Grade
}
