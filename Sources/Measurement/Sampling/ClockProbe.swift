import CPeak

/// The core's true clock, from a chain of dependent additions.
public enum ClockProbe {
  /// The best of three short chains, in GHz: a neighbour who comes between can only make one look slow.
  static func quickGigahertz() -> Double? {
    (0..<3).compactMap { _ in gigahertz(seconds: 0.0002) }.max()
  }

  /// Measures for about `seconds`.
  /// - Returns: GHz; `nil` on an architecture without a chain.
  public static func gigahertz(seconds: Double = 0.002) -> Double? {
    let hertz = cpeak_clock_hz(seconds)
    return hertz > 0 ? hertz * 1e-9 : nil
  }
}
