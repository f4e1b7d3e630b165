import Rating

/// A product: what it is, and every published figure with its source.
public struct Chip: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    case gpu, npu, tpu, asic, cpu
  }

  public let id: String
  public let name: String
  public let aliases: [String]
  public let vendor: String
  /// The headquarters, ISO 3166 alpha-2.
  public let country: String
  public let kind: Kind
  public let formFactor: String?
  public let released: CalendarDate?
  public let status: String?
  /// Whether it is designed or marketed for data centres.
  public let dataCentre: Outcome
  /// The process node as marketed, in nm.
  public let nodeNM: Double?
  public let nonPlanar: Outcome
  public let source: String
  public let note: String?

  public internal(set) var throughputs: [PublishedThroughput] = []
  public internal(set) var dies: [Die] = []
  public internal(set) var memory: [String: [SourcedValue]] = [:]
  /// Aggregate bidirectional rates to other chips, by kind of link, in GB/s.
  public internal(set) var links: [String: [SourcedValue]] = [:]
  public internal(set) var power: [SourcedValue] = []
  public internal(set) var prices: [SourcedValue] = []
  public internal(set) var cpu: CPUFigures?

  /// A published rate.
  public struct PublishedThroughput: Codable, Equatable, Sendable {
    public enum Unit: String, Codable, CaseIterable, Sendable {
      case matrix, vector
    }
    public let precision: Precision
    public let unit: Unit
    /// Dense TOP/s.
    public let tops: SourcedValue
    /// By how much the sparse rate that is sold exceeds the dense one.
    public let sparseFactor: Double?
  }

  /// The cores and clocks of a processor.
  public struct CPUFigures: Codable, Equatable, Sendable {
    public let microarchitecture: String
    public let cores: Int
    public let baseGHz: Double?
    public let boostGHz: Double?
    public let source: String
    public let grade: Grade
  }

  /// One figure a precision: chosen by source for each kind of unit, then the faster unit, as the law
  /// takes the highest.
  public var declaredThroughputs: [Throughput] {
    Precision.allCases.compactMap { precision in
      declared(precision).map {
        Throughput(
          precision: precision, tops: $0.value, evidence: .declared,
          source: "\($0.source) (\($0.grade.rawValue))")
      }
    }
  }

  /// The declared dense TOP/s at one precision, with the values that disagree.
  public func declared(_ precision: Precision) -> SourcedValue? {
    PublishedThroughput.Unit.allCases.compactMap { unit in
      SourcedValue.chosen(
        from: throughputs.filter { $0.precision == precision && $0.unit == unit }.map(\.tops))
    }.max { $0.value < $1.value }
  }

  /// The rating on declared figures, for the whole package.
  public func rating(tf32Reading: TF32Reading) -> PerformanceRating {
    PerformanceRating(declaredThroughputs, evidence: .declared, tf32Reading: tf32Reading)
  }

  /// Device memory bandwidth in GB/s.
  public var memoryBandwidthGBps: SourcedValue? { SourcedValue.chosen(from: memory["bandwidth_gbps"] ?? []) }

  /// Device memory capacity in GB.
  public var memoryCapacityGB: SourcedValue? { SourcedValue.chosen(from: memory["capacity_gb"] ?? []) }

  /// The aggregate bidirectional rate to other chips over all links that are known, in GB/s.
  public var aggregateIOGBps: SourcedValue? {
    SourcedValue.sum(links.sorted { $0.key < $1.key }.compactMap { SourcedValue.chosen(from: $0.value) })
  }

  /// Rated power in W.
  public var tdpWatts: SourcedValue? { SourcedValue.chosen(from: power) }
}
