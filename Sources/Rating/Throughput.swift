/// A dense rate of operations at one precision.
public struct Throughput: Codable, Equatable, Sendable {
  /// The format of the multiply's inputs.
  public let precision: Precision
  /// Dense TOP/s: 10^12 operations a second, a multiply-accumulate counting as two.
  public let tops: Double
  /// What the figure rests on.
  public let evidence: Evidence
  /// The source in words or as an id: a datasheet, a formula with its operands, a provider.
  public let source: String

  /// How well the source is known; higher is better. It decides between equal figures and nothing else.
  public let support: Int

  public init(precision: Precision, tops: Double, evidence: Evidence, source: String, support: Int = 0) {
    self.precision = precision
    self.tops = tops
    self.evidence = evidence
    self.source = source
    self.support = support
  }
}
