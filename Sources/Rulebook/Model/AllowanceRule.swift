/// A quantity that may be used up, or a line that starts a duty when it is reached.
public struct AllowanceRule: Equatable, Sendable {
  public let id: String
  public let title: String
  public let comparison: Comparison
  public let parameter: Parameter
  /// The span of time over which the quantity adds up: "calendar year".
  public let period: String
  /// Which transactions it is open to; `nil` where the instrument does not turn on places.
  public let scope: Scope?
  public let citation: Citation
  let location: SourceLocation
}
