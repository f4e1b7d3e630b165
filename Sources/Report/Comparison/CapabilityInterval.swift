import Foundation

/// Where the capability lies of which some visits are a sample.
///
/// The capability is the upper end of what a visit can show: a disturbance only lowers a visit, so the best visit is a
/// lower bound, and how far the end lies above it shows in how close the best visits lie to each other. Were the visits
/// evenly spread near their end, the gaps between the best ones would be independent and exponential, so that for the
/// r best x₁ ≥ … ≥ xᵣ
///
///     P( end > x₁ + c · (x₁ − xᵣ) ) = (1 + c)^−(r − 1)
///
/// (D. S. Robson and J. H. Whitlock, "Estimation of a truncation point", Biometrika 51, 1964, for r = 2; L. de Haan,
/// "Estimation of the minimum of a function using order statistics", J. Am. Stat. Assoc. 76, 1981, for any r). Where
/// visits thin out towards the end, it lies beyond the interval more often. A bootstrap of the maximum would be
/// inconsistent.
public struct CapabilityInterval: Codable, Equatable, Sendable {
  /// The best visit, in TOP/s.
  public let lower: Double
  /// What the end exceeds with a chance of one in forty, in TOP/s: the ratio of two capabilities then lies in the ratio
  /// of their intervals in nineteen cases of twenty.
  public let upper: Double
  /// How many visits counted.
  public let visits: Int

  /// The best visits that the interval rests on.
  static let order = 4
  private static let chance = 0.025

  /// - Parameters:
  ///   - visitBests: the best rate of each visit that counts, in TOP/s.
  ///   - ceiling: the bare instruction's rate, in TOP/s, beyond which no product goes; `nil` where it is not known.
  /// - Returns: `nil` for fewer than four visits or rates that are not above 0.
  public init?(visitBests: [Double], ceiling: Double? = nil) {
    let sorted = visitBests.sorted(by: >)
    guard sorted.count >= Self.order, let best = sorted.first, sorted[Self.order - 1] > 0, best.isFinite
    else {
      return nil
    }
    let factor = pow(Self.chance, -1 / Double(Self.order - 1)) - 1
    lower = best
    upper = max(best, min(best + factor * (best - sorted[Self.order - 1]), ceiling ?? .infinity))
    visits = sorted.count
  }
}
