import CPeak

/// The core's true clock, from a chain of dependent additions.
public enum ClockProbe {
  /// Measures for about `seconds`.
  /// - Returns: GHz; `nil` on an architecture without a chain.
  public static func gigahertz(seconds: Double = 0.002) -> Double? {
    let hertz = cpeak_clock_hz(seconds)
    return hertz > 0 ? hertz * 1e-9 : nil
  }
}
