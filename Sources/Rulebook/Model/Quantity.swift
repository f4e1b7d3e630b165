/// A figure that a limb tests. Each has one unit, so that no value crosses the module without it.
public enum Quantity: String, CaseIterable, Codable, Hashable, Sendable {
  /// Total processing performance: dense TOP/s × bit length, maximum over the precisions
  /// (ECCN 3A090, technical notes 1 to 3). The 2022 entry calls the same figure bit length × TOPS.
  case tpp
  /// TPP over applicable die area, in TPP/mm² (ECCN 3A090, technical note 4).
  case performanceDensity = "performance-density"
  /// Aggregate bidirectional transfer rate to and from integrated circuits other than volatile
  /// memory, in GB/s (87 FR 62186).
  case aggregateIO = "aggregate-io"
  /// Total DRAM bandwidth, in GB/s (91 FR 1684).
  case dramBandwidth = "dram-bandwidth"
  /// Integer or floating-point operations spent on training one model.
  case trainingOperations = "training-operations"

  /// The unit of every operand and threshold of this quantity.
  public var unit: String {
    switch self {
    case .tpp: "TPP"
    case .performanceDensity: "TPP/mm²"
    case .aggregateIO, .dramBandwidth: "GB/s"
    case .trainingOperations: "operations"
    }
  }

  /// The name in a sentence.
  public var label: String {
    switch self {
    case .tpp: "TPP"
    case .performanceDensity: "performance density"
    case .aggregateIO: "aggregate I/O"
    case .dramBandwidth: "DRAM bandwidth"
    case .trainingOperations: "training compute"
    }
  }

  /// The kind of instrument whose paragraphs test this quantity.
  public var subjectKind: Instrument.Kind {
    self == .trainingOperations ? .training : .item
  }
}
