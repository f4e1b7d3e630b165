/// A figure that a limb tests. Each has one unit, so that no value crosses the module without it.
public enum Quantity: String, CaseIterable, Codable, Hashable, Sendable {
  /// Total processing performance: dense TOP/s × bit length, maximum over the precisions
  /// (ECCN 3A090, technical notes 1 to 3). The 2022 entry calls the same figure bit length × TOPS.
  case tpp
  /// TPP over applicable die area, in TPP/mm² (ECCN 3A090, technical note 4).
  case performanceDensity = "performance-density"
  /// Dense operations a second whatever their bit length, in TOP/s, maximum over the precisions (ECCN 3A991.p).
  case processingPerformance = "processing-performance"
  /// Aggregate bidirectional transfer rate to and from integrated circuits other than volatile
  /// memory, in GB/s (87 FR 62186).
  case aggregateIO = "aggregate-io"
  /// Total DRAM bandwidth, in GB/s (91 FR 1684).
  case dramBandwidth = "dram-bandwidth"
  /// DRAM bandwidth and aggregate I/O added, in GB/s; follows where both are known.
  case combinedBandwidth = "combined-bandwidth"
  /// Bandwidth of a memory stack or package over its area, in GB/s/mm² (ECCN 3A090.c).
  case memoryBandwidthDensity = "memory-bandwidth-density"
  /// Aggregated approximated transistor count of a packaged integrated circuit (ECCN 3A090, note 1).
  case transistorCount = "transistor-count"
  /// Adjusted peak performance of a computer, in weighted TeraFLOPS (technical note to 4A003).
  case adjustedPeakPerformance = "adjusted-peak-performance"
  /// Peak rate of floating-point additions and multiplications of 64 bits or more, in TFLOP/s.
  case fp64Rate = "fp64-rate"
  /// Integer or floating-point operations spent on training one model.
  case trainingOperations = "training-operations"
  /// Theoretical peak of a computing cluster for training, in operations a second.
  case clusterPerformance = "cluster-performance"
  /// Data-centre networking of a computing cluster, in Gbit/s.
  case clusterNetworking = "cluster-networking"
  /// A share of the compute that a company owns, in per cent.
  case computeShare = "compute-share"

  /// The unit of every operand and threshold of this quantity.
  public var unit: String {
    switch self {
    case .tpp: "TPP"
    case .performanceDensity: "TPP/mm²"
    case .processingPerformance: "TOP/s"
    case .aggregateIO, .dramBandwidth, .combinedBandwidth: "GB/s"
    case .memoryBandwidthDensity: "GB/s/mm²"
    case .transistorCount: "transistors"
    case .adjustedPeakPerformance: "WT"
    case .fp64Rate: "TFLOP/s"
    case .trainingOperations: "operations"
    case .clusterPerformance: "OP/s"
    case .clusterNetworking: "Gbit/s"
    case .computeShare: "%"
    }
  }

  /// The name in a sentence.
  public var label: String {
    switch self {
    case .tpp: "TPP"
    case .performanceDensity: "performance density"
    case .processingPerformance: "processing performance"
    case .aggregateIO: "aggregate I/O"
    case .dramBandwidth: "DRAM bandwidth"
    case .combinedBandwidth: "DRAM bandwidth plus aggregate I/O"
    case .memoryBandwidthDensity: "memory bandwidth density"
    case .transistorCount: "transistor count"
    case .adjustedPeakPerformance: "adjusted peak performance"
    case .fp64Rate: "FP64 rate"
    case .trainingOperations: "training compute"
    case .clusterPerformance: "performance of the cluster"
    case .clusterNetworking: "networking of the cluster"
    case .computeShare: "share of compute"
    }
  }

  /// The kind of paragraph that tests this quantity.
  public var subjectKind: Instrument.Kind {
    switch self {
    case .tpp, .performanceDensity, .processingPerformance, .aggregateIO, .dramBandwidth, .combinedBandwidth:
      .item
    case .memoryBandwidthDensity: .memory
    case .transistorCount: .fabrication
    case .adjustedPeakPerformance, .fp64Rate: .computer
    case .trainingOperations: .training
    case .clusterPerformance, .clusterNetworking: .cluster
    case .computeShare: .allowance
    }
  }
}
