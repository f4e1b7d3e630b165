/// The line that a share of the points lies below, through decimal logarithms over years.
///
/// Minimises the sum of asymmetric distances (Koenker and Bassett, Econometrica 46 (1978) 33–50). With two parameters a
/// best line goes through two points: from a point, the best line through it is a weighted quantile of the slopes to the
/// others, and going on from the other point of that line ends at the minimum (Bloomfield and Steiger, Least Absolute
/// Deviations, 1983).
public struct QuantileRegression: Codable, Equatable, Sendable {
  /// The share of the points below the line, above 0 and below 1.
  public let quantile: Double
  public let count: Int
  /// Orders of magnitude per year.
  public let slope: Double
  /// The decimal logarithm of the line at `year`.
  public let height: Double
  public let year: Double

  /// - Parameters:
  ///   - points: years and decimal logarithms.
  ///   - starts: from how many points the descent starts: it may stop where several lines are as good.
  /// - Returns: `nil` for fewer than three points and for points of one moment.
  public init?(_ points: [(year: Double, logarithm: Double)], quantile: Double, starts: Int = 8) {
    guard points.count >= LogLinearFit.fewest,
      let first = points.first, points.contains(where: { $0.year != first.year })
    else { return nil }
    self.quantile = quantile
    count = points.count
    var (best, bestLoss) = (Line(pivot: 0, slope: 0, next: 0), Double.infinity)
    for start in Set((0..<starts).map { $0 * (points.count - 1) / max(1, starts - 1) }).sorted() {
      var pivot = start
      var loss = Double.infinity
      for _ in 0..<points.count {
        guard let line = Self.bestLine(through: pivot, points, quantile) else { break }
        let newLoss = Self.loss(line, points, quantile)
        guard newLoss < loss - 1e-15 * loss.magnitude || loss == .infinity else { break }
        loss = newLoss
        if loss < bestLoss { (best, bestLoss) = (line, loss) }
        pivot = line.next
      }
    }
    guard bestLoss.isFinite else { return nil }
    slope = best.slope
    height = points[best.pivot].logarithm
    year = points[best.pivot].year
  }

  /// The decimal logarithm of the line.
  public func logarithm(at year: Double) -> Double { height + slope * (year - self.year) }

  private struct Line {
    let pivot: Int
    let slope: Double
    /// The other point that it goes through.
    let next: Int
  }

  private static func bestLine(
    through pivot: Int, _ points: [(year: Double, logarithm: Double)], _ quantile: Double
  ) -> Line? {
    let origin = points[pivot]
    var slopes: [(slope: Double, weight: Double, share: Double, index: Int)] = []
    slopes.reserveCapacity(points.count)
    for (index, point) in points.enumerated() where point.year != origin.year {
      let distance = point.year - origin.year
      // Seen from the pivot, "below the line" is a lower slope to the right and a higher one to the left.
      slopes.append(
        (
          (point.logarithm - origin.logarithm) / distance, distance.magnitude,
          distance > 0 ? quantile : 1 - quantile, index
        ))
    }
    guard !slopes.isEmpty else { return nil }
    slopes.sort { ($0.slope, $0.index) < ($1.slope, $1.index) }
    // The derivative of the loss by the slope, from −∞ up: each point passed turns its share.
    var derivative = -slopes.reduce(0) { $0 + $1.weight * $1.share }
    for entry in slopes {
      derivative += entry.weight
      if derivative >= 0 { return Line(pivot: pivot, slope: entry.slope, next: entry.index) }
    }
    return slopes.last.map { Line(pivot: pivot, slope: $0.slope, next: $0.index) }
  }

  private static func loss(
    _ line: Line, _ points: [(year: Double, logarithm: Double)], _ quantile: Double
  ) -> Double {
    let origin = points[line.pivot]
    return points.reduce(0) { sum, point in
      let residual = point.logarithm - origin.logarithm - line.slope * (point.year - origin.year)
      return sum + (residual >= 0 ? quantile : quantile - 1) * residual
    }
  }
}
