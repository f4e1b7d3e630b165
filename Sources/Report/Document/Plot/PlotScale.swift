import Foundation

/// Where a value lies along an axis.
struct PlotScale {
  let isLogarithmic: Bool
  /// The values at the two ends of the axis.
  let domain: ClosedRange<Double>
  /// Where the ends lie, in units of the drawing.
  let start: Double
  let end: Double

  /// The place of a value, in units of the drawing; far outside it is cut off at 10,000 units.
  func position(_ value: Double) -> Double {
    let low = transformed(domain.lowerBound)
    let high = transformed(domain.upperBound)
    // Halved, so that the difference of the largest numbers is one.
    let share = (transformed(value) / 2 - low / 2) / (high / 2 - low / 2)
    return min(max(start + share * (end - start), -10_000), 10_000)
  }

  private func transformed(_ value: Double) -> Double { isLogarithmic ? log10(value) : value }
}

extension PlotScale {
  /// The domain that shows all of `core`, and of intervals as much as leaves the core half of the axis.
  /// - Parameters:
  ///   - core: values of points, lines and thresholds.
  ///   - reach: the ends of bands and intervals.
  /// - Returns: `nil` where there is nothing to show.
  static func domain(of core: [Double], reach: [Double], isLogarithmic: Bool) -> ClosedRange<Double>? {
    let forward: (Double) -> Double = { isLogarithmic ? log10($0) : $0 }
    let core = (core.isEmpty ? reach : core).map(forward)
    guard var low = core.min(), var high = core.max() else { return nil }
    let allowed = max((high - low) / 2, isLogarithmic ? 0.5 : high.magnitude / 4)
    let ends = reach.map(forward)
    if let lowest = ends.min(), allowed.isFinite { low = min(low, max(lowest, low - allowed)) }
    if let highest = ends.max(), allowed.isFinite { high = max(high, min(highest, high + allowed)) }
    let least = isLogarithmic ? 0.1 : max(low.magnitude, high.magnitude) * 1e-6
    if high - low < least || high == low {
      let room = isLogarithmic ? 0.5 : max(high.magnitude / 10, 1)
      low -= room
      high += room
    } else if (high - low).isFinite {
      let padding = (high - low) * 0.05
      low -= padding
      high += padding
    }
    let limit = Double.greatestFiniteMagnitude
    guard isLogarithmic else { return max(low, -limit)...min(high, limit) }
    return max(pow(10, max(low, -307)), .leastNormalMagnitude)...min(pow(10, min(high, 308)), limit)
  }
}
