import Rating

/// A quantity of the law on one day: an allowance of TPP, or a line for the training of a model.
public struct Allowance: Codable, Equatable, Sendable {
  public let instrument: String
  public let id: String
  public let title: String
  public let quantity: Quantity
  /// In `unit`.
  public let value: Double
  public let unit: String
  /// `atMost` and `lessThan` bound what is permitted; `atLeast` and `moreThan` say where a duty starts.
  public let comparison: Comparison
  /// The span over which the quantity adds up: "calendar year".
  public let period: String
  /// The scope of its instrument that says which transactions it is open to; `nil` where it does not turn on places.
  public let scope: String?
  /// The source of the value in force on the day.
  public let reference: String
  public let citation: Citation
  public let confidence: Confidence
  /// On the day asked about.
  public let status: Status
  public let notModelled: [String]
}
