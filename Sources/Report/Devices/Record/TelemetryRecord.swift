import Measurement

/// What a device did while it was measured, as its worker tells it: nothing checks it.
public struct TelemetryRecord: Encodable, Sendable {
  @Nullable public private(set) var highestWatts: Double?
  @Nullable public private(set) var limitWatts: Double?
  @Nullable public private(set) var highestCelsius: Double?
  /// The median over the readings, in MHz.
  @Nullable public private(set) var clockMHz: Double?
  /// The highest that the device can have, in MHz.
  @Nullable public private(set) var highestClockMHz: Double?
  /// The reasons for a lowered clock, most often first.
  public let throttle: [Throttle]
  /// From the first reading to the last.
  @Nullable public private(set) var joules: Double?
  /// The most processes that used the device at a time, the measuring one included.
  @Nullable public private(set) var processes: Int?
  /// Why there are no readings.
  @Nullable public private(set) var reason: String?
  public let readings: [Reading]

  /// A reason for a lowered clock.
  public struct Throttle: Encodable, Sendable {
    public let reason: String
    /// In what share of the readings it was given, 0…1.
    public let share: Double
  }

  /// What the device did at a moment.
  public struct Reading: Encodable, Sendable {
    /// Since the measurement began.
    public let seconds: Double
    @Nullable public private(set) var watts: Double?
    @Nullable public private(set) var limitWatts: Double?
    @Nullable public private(set) var joules: Double?
    @Nullable public private(set) var celsius: Double?
    @Nullable public private(set) var clockMHz: Double?
    @Nullable public private(set) var memoryClockMHz: Double?
    @Nullable public private(set) var utilisation: Double?
    @Nullable public private(set) var processes: Int?
    @Nullable public private(set) var throttle: [String]?

    init(_ reading: TelemetrySummary.Reading) {
      let told = reading.telemetry
      seconds = reading.seconds
      watts = told.watts
      limitWatts = told.limitWatts
      joules = told.joules
      celsius = told.celsius
      clockMHz = told.clockMHz
      memoryClockMHz = told.memoryClockMHz
      utilisation = told.utilisation
      processes = told.processes
      throttle = told.throttle
    }
  }

  init(_ summary: TelemetrySummary) {
    let told = summary.readings.map(\.telemetry)
    highestWatts = summary.highestWatts
    limitWatts = summary.limitWatts
    highestCelsius = summary.highestCelsius
    clockMHz = summary.clockMHz
    highestClockMHz = told.compactMap(\.highestClockMHz).max()
    throttle = summary.throttle.map { Throttle(reason: $0.reason, share: $0.share) }
    joules = summary.readings.first.flatMap { first in
      summary.readings.last.flatMap { summary.joules(from: first.seconds, to: $0.seconds) }
    }
    processes = told.compactMap(\.processes).max()
    reason = summary.reason
    readings = summary.readings.map(Reading.init)
  }

  /// Power, temperature, clock and energy in words; why there are none where there are not.
  var fields: [(label: String, value: String)] {
    if readings.isEmpty {
      return [("power, clock, temperature", reason ?? "the worker tells nothing of them")]
    }
    func number(_ value: Double) -> String { NumberFormat.number(value, digits: 3) }
    let told: [(label: String, value: String?)] = [
      (
        "highest power",
        highestWatts.map { "\(number($0)) W" + (limitWatts.map { " of \(number($0)) W allowed" } ?? "") }
      ),
      ("highest temperature", highestCelsius.map { "\(number($0)) °C" }),
      ("median clock", clock),
      (
        "clock lowered for",
        throttle.isEmpty
          ? nil
          : throttle.map { "\($0.reason) in \(NumberFormat.percent($0.share)) of the readings" }
            .joined(separator: ", ")
      ),
      ("energy", joules.map { "\(number($0)) J over \(readings.count) readings" }),
      ("other information", reason),
    ]
    return told.compactMap { label, value in value.map { (label, $0) } }
  }

  /// "1,410 MHz of 1,980 MHz (71.2 %)".
  var clock: String? {
    clockMHz.map { median in
      "\(NumberFormat.whole(median)) MHz"
        + (highestClockMHz.map {
          " of \(NumberFormat.whole($0)) MHz (\(NumberFormat.percent(median / $0)))"
        } ?? "")
    }
  }
}
