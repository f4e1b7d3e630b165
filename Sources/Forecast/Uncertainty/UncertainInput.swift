/// A named number that a model takes, with what is known of it.
public struct UncertainInput: Equatable, Sendable {
  /// Numbers that are wrong together: a common factor gives each pair of them one correlation, in the order of their
  /// distributions (a Gaussian copula).
  ///
  /// Independence makes a sum too narrow: of chips counted owner by owner, by about 40 %, where 0.7 within an owner gave
  /// Epoch AI's own totals (K. Pilz, US AI compute, https://github.com/KonstantinPilz/us-ai-compute).
  public struct Group: Codable, Equatable, Sendable {
    public let name: String
    /// From 0, independent, to 1, one number in all but scale.
    public let correlation: Double

    public init(name: String, correlation: Double) {
      self.name = name
      self.correlation = correlation
    }
  }

  /// What its draws are keyed by.
  public let name: String
  public let distribution: Distribution
  public let group: Group?

  public init(_ name: String, _ distribution: Distribution, group: Group? = nil) {
    self.name = name
    self.distribution = distribution
    self.group = group
  }
}
