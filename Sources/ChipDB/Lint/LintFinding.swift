/// What lint says of some rows: that they cannot be true, or that they look like a mistake.
public struct LintFinding: Codable, Equatable, Sendable {
  /// How sure it is, the worst first.
  public enum Severity: String, Codable, CaseIterable, Comparable, Sendable {
    /// The rows cannot be true.
    case error
    /// The rows look like a known kind of mistake.
    case warning
    /// The rows are unusual; silicon of this kind exists.
    case note

    public static func < (a: Severity, b: Severity) -> Bool {
      (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
  }

  public let rule: LintRule
  public let severity: Severity
  /// The id of the chip.
  public let chip: String
  /// What is wrong, with the numbers.
  public let reason: String
  /// The rows that it rests on.
  public let places: [DataPlace]
  /// What to do.
  public let remedy: String

  public init(
    _ rule: LintRule, _ severity: Severity, chip: String, reason: String, places: [DataPlace?], remedy: String
  ) {
    self.rule = rule
    self.severity = severity
    self.chip = chip
    self.reason = reason
    self.places = places.compactMap { $0 }.uniqued
    self.remedy = remedy
  }
}
