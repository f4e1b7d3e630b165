import CPeak

/// The time a cache line takes between the two processors that lie furthest apart in the list of those that may be used.
struct CoreLatencyProbe {
  private let first: Int32
  private let last: Int32

  /// - Returns: `nil` for fewer than two processors.
  init?(_ processors: [Int]) {
    guard let first = processors.first, let last = processors.last, first != last else { return nil }
    self.first = Int32(clamping: first)
    self.last = Int32(clamping: last)
  }

  /// Measures for about two milliseconds.
  /// - Returns: one way, in nanoseconds; `nil` when it could not be measured.
  func nanoseconds() -> Double? {
    let latency = cpeak_core_latency_ns(first, last, 0.002)
    return latency > 0 ? latency : nil
  }
}
