/// One of the run rules (docs/run-rules.md), and whether a run met it.
public struct RunRule: Codable, Equatable, Sendable {
  public enum Name: String, Codable, CaseIterable, Sendable {
    /// The run came to its own end, and every row had its turn.
    case complete
    /// It was sampled as the tier says.
    case plan
    /// Every precision was tried.
    case precisions
    /// The whole of what is visible worked.
    case whole
    /// The operands hide nothing that a kernel does.
    case operands
    /// Every timed product was checked.
    case checked
    /// No product was wrong, and no library failed without another in its place.
    case sound
    /// Enough visits count.
    case visits
    /// The best visits agree.
    case agreement
    /// Others left it alone.
    case undisturbed
    /// It took long enough.
    case duration
    /// It was warm before the first visit.
    case warm
    /// The rate was also held without a pause.
    case sustained
    /// The rates stand beside the silicon's ceiling.
    case ceilings
    /// What was measured, and by which files, can be told.
    case identified
    /// Nothing was put between the tool and the system.
    case unsteered
    /// Nothing in the figures contradicts itself.
    case plausible
  }

  public enum Outcome: String, Codable, Sendable {
    case met, broken
    /// The tier does not ask for it.
    case notAsked = "not-asked"
  }

  public let name: Name
  /// What the tier asks, in words.
  public let asks: String
  public let outcome: Outcome
  /// What was found: for a broken rule the reason.
  public let found: String

  /// A rule that was held against a run.
  /// - Parameters:
  ///   - broken: the reasons why it is not met; empty where it is.
  ///   - met: what was found where it is.
  init(_ name: Name, _ asks: String, broken: [String], met: String) {
    self.name = name
    self.asks = asks
    outcome = broken.isEmpty ? .met : .broken
    found = broken.isEmpty ? met : broken.joined(separator: "; ")
  }

  /// A rule that the tier does not ask for.
  init(notAsked name: Name, _ asks: String) {
    self.name = name
    self.asks = asks
    outcome = .notAsked
    found = ""
  }
}
