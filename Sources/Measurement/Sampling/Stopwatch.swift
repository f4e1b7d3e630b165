/// Seconds on the monotonic clock.
struct Stopwatch {
  private let start = ContinuousClock.now

  /// Seconds since the stopwatch was made.
  var seconds: Double {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
