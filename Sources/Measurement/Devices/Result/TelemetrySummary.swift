/// What a device did during a measurement, from readings all along.
public struct TelemetrySummary: Codable, Equatable, Sendable {
  /// A reading and when it was taken, in seconds since the measurement began.
  public struct Reading: Codable, Equatable, Sendable {
    public let seconds: Double
    public let telemetry: DeviceTelemetry
  }

  public let readings: [Reading]
  /// Why there is none.
  public internal(set) var reason: String?

  init(_ readings: [Reading], reason: String? = nil) {
    self.readings = readings
    self.reason = reason
  }

  public var highestWatts: Double? { readings.compactMap(\.telemetry.watts).max() }
  public var limitWatts: Double? { readings.compactMap(\.telemetry.limitWatts).max() }
  public var highestCelsius: Double? { readings.compactMap(\.telemetry.celsius).max() }
  /// The median over the readings, in MHz.
  public var clockMHz: Double? { Statistics.median(readings.compactMap(\.telemetry.clockMHz)) }

  /// The reasons for a lowered clock, and in what share of the readings each was given, most often first.
  public var throttle: [(reason: String, share: Double)] {
    let told = readings.compactMap(\.telemetry.throttle)
    var counts: [String: Int] = [:]
    for reason in told.flatMap({ Set($0) }) { counts[reason, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (reason: $0.key, share: Double($0.value) / Double(told.count)) }
  }

  /// The energy taken between two moments, in joules: by the counter where there is one, else by the power's
  /// trapezoids; `nil` where neither is told often enough.
  public func joules(from start: Double, to end: Double) -> Double? {
    let inside = readings.filter { $0.seconds >= start && $0.seconds <= end }
    guard let first = inside.first, let last = inside.last, last.seconds > first.seconds else { return nil }
    // Scaled to the whole time: readings rarely fall on its ends.
    let scale = (end - start) / (last.seconds - first.seconds)
    if let before = first.telemetry.joules, let after = last.telemetry.joules, after > before {
      return (after - before) * scale
    }
    let powers = inside.compactMap { reading in reading.telemetry.watts.map { (reading.seconds, $0) } }
    guard powers.count > 1 else { return nil }
    let area = zip(powers, powers.dropFirst()).reduce(0) { $0 + ($1.1.0 - $1.0.0) * ($1.0.1 + $1.1.1) / 2 }
    return area * scale
  }
}
