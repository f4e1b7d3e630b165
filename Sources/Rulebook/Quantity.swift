/// A figure that a rule tests.
public enum Quantity: String, Codable, CaseIterable, Hashable, Sendable {
  /// Total processing performance. The rule of October 2022 writes it as bit length × TOPS.
  case tpp
  /// TPP over applicable die area.
  case performanceDensity = "performance-density"
  /// The aggregate bidirectional rate over all inputs and outputs other than to volatile memory.
  case aggregateIO = "aggregate-io"
  /// The total bandwidth of the device's DRAM.
  case dramBandwidth = "dram-bandwidth"
  /// The operations that trained a model, integer or floating-point.
  case trainingOperations = "training-operations"

  public var unit: String {
    switch self {
    case .tpp: "TPP"
    case .performanceDensity: "TPP/mm²"
    case .aggregateIO, .dramBandwidth: "GB/s"
    case .trainingOperations: "operations"
    }
  }

  /// The quantity in words.
  public var label: String {
    switch self {
    case .tpp: "TPP"
    case .performanceDensity: "performance density"
    case .aggregateIO: "aggregate bidirectional I/O"
    case .dramBandwidth: "DRAM bandwidth"
    case .trainingOperations: "training operations"
    }
  }
}

/// A yes-or-no property that a rule asks for.
public enum Fact: String, Codable, CaseIterable, Hashable, Sendable {
  /// Designed or marketed for data centres.
  case dataCentre = "data-centre"
  /// Trained primarily on biological sequence data.
  case biologicalSequenceData = "biological-sequence-data"

  public var label: String {
    switch self {
    case .dataCentre: "designed or marketed for data centres"
    case .biologicalSequenceData: "trained primarily on biological sequence data"
    }
  }
}

/// How an operand is held against a threshold, as the text of the law has it.
public enum Comparison: String, Codable, CaseIterable, Sendable {
  case atLeast = ">="
  case above = ">"
  case below = "<"
  case atMost = "<="

  func holds(_ operand: Double, _ threshold: Double) -> Bool {
    switch self {
    case .atLeast: operand >= threshold
    case .above: operand > threshold
    case .below: operand < threshold
    case .atMost: operand <= threshold
    }
  }

  /// The comparison that holds exactly when this one does not.
  var negated: Comparison {
    switch self {
    case .atLeast: .below
    case .above: .atMost
    case .below: .atLeast
    case .atMost: .above
    }
  }

  /// The comparison of the reciprocals of positive numbers.
  var reversed: Comparison {
    switch self {
    case .atLeast: .atMost
    case .above: .below
    case .below: .above
    case .atMost: .atLeast
    }
  }
}
