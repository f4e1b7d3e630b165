/// The order of a set of draws.
public struct Percentiles: Equatable, Sendable {
  private let sorted: [Double]

  /// - Parameter draws: in any order; those that are not numbers do not count.
  public init(_ draws: [Double]) { sorted = draws.filter { !$0.isNaN }.sorted() }

  public var count: Int { sorted.count }

  /// The value below which a share of the draws lies, between neighbours by distance (Hyndman and Fan's type 7); `nil`
  /// without draws.
  public func callAsFunction(_ share: Double) -> Double? {
    guard let last = sorted.indices.last else { return nil }
    let place = share * Double(last)
    let index = min(Int(place), max(0, last - 1))
    guard last > 0 else { return sorted[0] }
    let (low, high) = (sorted[index], sorted[index + 1])
    let weight = place - Double(index)
    return weight == 0 || low == high ? low : low + weight * (high - low)
  }

  /// The draws times a factor above zero.
  func scaled(by factor: Double) -> Percentiles { Percentiles(sorted.map { $0 * factor }) }

  /// The interval that holds the middle share of the draws.
  public func middle(_ level: Double) -> ClosedRange<Double>? {
    guard let low = self((1 - level) / 2), let high = self((1 + level) / 2) else { return nil }
    return low...high
  }

  /// The half-width of the 95 % interval of the percentile that comes of the finite number of draws, by the binomial
  /// order statistics; `nil` without draws.
  public func monteCarloError(_ share: Double) -> Double? {
    guard count > 1 else { return nil }
    let half = 1.96 * (share * (1 - share) / Double(count)).squareRoot()
    guard let low = self(max(0, share - half)), let high = self(min(1, share + half)) else { return nil }
    return (high - low) / 2
  }
}
