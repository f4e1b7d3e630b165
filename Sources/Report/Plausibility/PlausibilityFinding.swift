/// Something about a measurement that speaks against it, or that a reader should weigh.
public struct PlausibilityFinding: Codable, Equatable, Sendable {
  /// How much it speaks against the measurement.
  public enum Severity: String, Codable, CaseIterable, Comparable, Sendable {
    /// To be known; no sign that anything is wrong.
    case note
    /// Something may be wrong, or the circumstances were unusual.
    case doubtful
    /// It cannot be: a figure, a clock or a counter is wrong.
    case impossible

    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// The check that found it.
  public let id: PlausibilityCheck
  public let severity: Severity
  /// What it is about: a row's label, a device, "the run".
  public let subject: String
  /// One sentence with the figures.
  public let text: String
  /// What was found, and what it should not pass; in `unit`.
  public let value: Double?
  public let limit: Double?
  public let unit: String?

  /// Writes every key: what is absent is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(severity, forKey: .severity)
    try container.encode(subject, forKey: .subject)
    try container.encode(text, forKey: .text)
    try container.encode(value, forKey: .value)
    try container.encode(limit, forKey: .limit)
    try container.encode(unit, forKey: .unit)
  }
}

extension [PlausibilityFinding] {
  /// What cannot be, in lines to stand above the figures.
  public var warnings: [String] {
    filter { $0.severity == .impossible }.map { "IMPLAUSIBLE: \($0.subject): \($0.text)" }
  }
}
