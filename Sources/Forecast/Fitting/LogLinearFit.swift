import Foundation

/// A straight line through decimal logarithms over years, by least squares.
///
/// Intervals are those of independent, normal residuals (Student's t with n − 2 degrees of freedom). The points of a
/// running maximum are neither: see `BlockBootstrap`.
public struct LogLinearFit: Codable, Equatable, Sendable {
  /// How many points.
  public let count: Int
  /// The mean of the years: the line is told from there, where its height and slope do not depend on each other.
  public let meanYear: Double
  /// The decimal logarithm of the line at the mean year.
  public let height: Double
  /// Orders of magnitude per year.
  public let slope: Double
  /// The standard deviation of the residuals, in orders of magnitude, with n − 2 degrees of freedom.
  public let residualDeviation: Double
  /// The sum of the squared distances of the years from their mean.
  public let spread: Double
  /// The share of the variance that the line takes up; `nil` where all values are equal.
  public let rSquared: Double?

  /// - Parameter points: years and decimal logarithms.
  /// - Returns: `nil` for fewer than three points and for points of one moment.
  public init?(_ points: [(year: Double, logarithm: Double)]) {
    guard points.count >= Self.fewest else { return nil }
    let count = Double(points.count)
    let meanYear = points.reduce(0) { $0 + $1.year } / count
    let height = points.reduce(0) { $0 + $1.logarithm } / count
    var (sxx, sxy, syy) = (0.0, 0.0, 0.0)
    for point in points {
      let (x, y) = (point.year - meanYear, point.logarithm - height)
      sxx += x * x
      sxy += x * y
      syy += y * y
    }
    guard sxx > 0 else { return nil }
    self.count = points.count
    self.meanYear = meanYear
    self.height = height
    slope = sxy / sxx
    spread = sxx
    let left = max(0, syy - sxy * sxy / sxx)
    residualDeviation = (left / (count - 2)).squareRoot()
    rSquared = syy > 0 ? 1 - left / syy : nil
  }

  /// A line with fewer points has no residual to judge it by.
  public static let fewest = 3

  /// The factor per year.
  public var growth: Double { pow(10, slope) }

  /// Years to double; `nil` for a line that does not rise.
  public var doublingYears: Double? { slope > 0 ? log10(2) / slope : nil }

  /// The decimal logarithm of the line.
  public func logarithm(at year: Double) -> Double { height + slope * (year - meanYear) }

  /// The value of the line.
  public func value(at year: Double) -> Double { pow(10, logarithm(at: year)) }

  /// The interval of the factor per year that a level of confidence leaves.
  public func growthInterval(level: Double) -> ClosedRange<Double> {
    let half = halfWidth(level) * residualDeviation / spread.squareRoot()
    return pow(10, slope - half)...pow(10, slope + half)
  }

  /// The interval in which a new value at a year lies with a probability.
  ///
  /// ŷ ± t(n − 2) · s · √(1 + 1/n + (x − x̄)² / Sxx).
  public func predictionInterval(at year: Double, level: Double) -> ClosedRange<Double> {
    interval(at: year, level: level, own: 1)
  }

  /// The interval of the line itself at a year.
  public func meanInterval(at year: Double, level: Double) -> ClosedRange<Double> {
    interval(at: year, level: level, own: 0)
  }

  private func interval(at year: Double, level: Double, own: Double) -> ClosedRange<Double> {
    let distance = year - meanYear
    let variance = own + 1 / Double(count) + distance * distance / spread
    let half = halfWidth(level) * residualDeviation * variance.squareRoot()
    let middle = logarithm(at: year)
    return pow(10, middle - half)...pow(10, middle + half)
  }

  private func halfWidth(_ level: Double) -> Double {
    StudentT.halfWidth(level: level, degreesOfFreedom: count - 2)
  }

  /// When the line reaches a value; `nil` for a line that does not rise.
  public func year(reaching value: Double) -> Double? {
    slope > 0 ? meanYear + (log10(value) - height) / slope : nil
  }
}
