import Rating

/// A paragraph's answer for a subject on a day.
public struct Finding: Codable, Equatable, Sendable {
  /// The trace's shape changes in the first part of this version.
  public let traceVersion: String
  public let instrument: String
  public let instrumentTitle: String
  public let paragraph: String
  public let title: String
  public let outcome: Outcome
  public let consequence: String
  public let citation: Citation
  public let confidence: Confidence
  public let status: Status
  public let trace: Trace
  public let notModelled: [String]
}

/// A quantity of the law on a day.
public struct Allowance: Codable, Equatable, Sendable {
  public let id: String
  public let title: String
  public let quantity: Quantity
  public let value: Double
  public let unit: String
  public let comparison: Comparison
  public let period: String
  public let citation: String
  public let confidence: Confidence
  public let status: Status

  /// "codified yes, enforced no".
  public var statusSummary: String { status.summary }
}
