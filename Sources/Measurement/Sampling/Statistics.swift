/// Order statistics of samples.
public enum Statistics {
  /// The quantile at `fraction` (0…1) by linear interpolation between order statistics (Hyndman and
  /// Fan's type 7); `nil` for no values.
  public static func quantile(_ values: [Double], _ fraction: Double) -> Double? {
    let sorted = values.sorted()
    guard let last = sorted.indices.last else { return nil }
    let position = fraction * Double(last)
    let lower = Int(position)
    let upper = min(lower + 1, last)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
  }

  public static func median(_ values: [Double]) -> Double? { quantile(values, 0.5) }

  /// The interquartile range over the median; `nil` for no values.
  public static func relativeSpread(_ values: [Double]) -> Double? {
    guard let low = quantile(values, 0.25), let high = quantile(values, 0.75), let middle = median(values),
      middle > 0
    else { return nil }
    return (high - low) / middle
  }
}
