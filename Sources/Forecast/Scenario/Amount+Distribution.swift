extension Amount {
  /// What is known of it: the published interval; a range of which no probability is published counts as one of `level` around
  /// its median, or every value of it alike where there is no median; one figure alone counts as exact.
  func spread(level: Double) -> Distribution {
    guard let range else { return .exact(central) }
    if range.level == nil, median == nil { return .uniform(range.low...range.high) }
    return Distribution.interval(
      low: range.low, median: median, high: range.high, level: range.level ?? level) ?? .exact(central)
  }
}
