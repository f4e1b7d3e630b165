import Foundation

/// A positive quantity whose logarithm is normal on either side of its median, with a width of its own on each.
///
/// With equal widths this is the usual lognormal. A published median that is not the geometric mean of its interval gives
/// two widths (a two-piece lognormal whose halves have equal weight), so that all three published figures are met.
public struct Lognormal: Codable, Equatable, Sendable {
  public let median: Double
  /// The standard deviation of the natural logarithm below the median.
  public let sigmaBelow: Double
  /// The standard deviation of the natural logarithm above the median.
  public let sigmaAbove: Double

  /// Fits a central interval: mu = (ln a + ln b) / 2, sigma = (ln b - ln a) / 2z, where z is the standard normal deviate
  /// of the interval (2z is 3.28971 for 90 %, 3.91993 for 95 %).
  /// - Parameters:
  ///   - median: the published median; without one the geometric mean of the ends.
  ///   - level: the probability between the ends, such as 0.9.
  /// - Returns: `nil` unless 0 < low ≤ median ≤ high and 0 < level < 1.
  public init?(low: Double, median: Double? = nil, high: Double, level: Double) {
    guard low > 0, low <= high, high.isFinite, let deviate = Self.deviate(level: level) else { return nil }
    let median = median ?? exp((log(low) + log(high)) / 2)
    guard low <= median, median <= high else { return nil }
    self.median = median
    sigmaBelow = (log(median) - log(low)) / deviate
    sigmaAbove = (log(high) - log(median)) / deviate
  }

  /// Whether one width serves both sides, to a part in a thousand.
  public var isSymmetric: Bool {
    (sigmaAbove - sigmaBelow).magnitude <= 1e-3 * max(sigmaAbove, sigmaBelow)
  }

  /// The value at a standard normal deviate: the median at 0. A standard normal draw gives a draw of the quantity.
  public func value(atDeviate deviate: Double) -> Double {
    median * exp(deviate * (deviate < 0 ? sigmaBelow : sigmaAbove))
  }

  /// The ends of the central interval of a level.
  /// - Returns: `nil` unless 0 < level < 1.
  public func interval(level: Double) -> (low: Double, high: Double)? {
    Self.deviate(level: level).map { (value(atDeviate: -$0), value(atDeviate: $0)) }
  }

  /// The deviate z with the given probability between -z and z: erf(z / √2) = level, by Newton's method.
  static func deviate(level: Double) -> Double? {
    guard level > 0, level < 1 else { return nil }
    var deviate = 0.0
    // From 0 the steps only grow towards the root, as erf is concave there: 100 are far more than doubles need.
    for _ in 0..<100 {
      let step =
        (level - erf(deviate / 2.0.squareRoot())) / (2 * exp(-deviate * deviate / 2))
        * (2 * Double.pi).squareRoot()
      deviate += step
      if step.magnitude < 1e-14 * deviate { break }
    }
    return deviate
  }
}
