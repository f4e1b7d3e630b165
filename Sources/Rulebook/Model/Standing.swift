/// Where a rule can stand. The three are told apart everywhere and never merged: a rule may be codified and not
/// enforced, or announced and never law.
public enum Standing: String, CaseIterable, Codable, Sendable {
  /// In the law as it is written.
  case codified
  /// Applied by the authority.
  case enforced
  /// Made public, in force or not: a bill, a proposed rule, a press release.
  case announced
}
