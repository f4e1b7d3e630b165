import Foundation

/// What a system's clocks show at one moment, in seconds.
public struct ClockReading: Codable, Equatable, Sendable {
  /// Since 1970, as somebody may have set it: `CLOCK_REALTIME`.
  public let calendar: Double
  /// Never set, but made to go faster or slower by what keeps the calendar right: `CLOCK_MONOTONIC`.
  public let monotonic: Double
  /// The same as the hardware counts it, by nobody's correction: `CLOCK_MONOTONIC_RAW`; `nil` where there is none.
  public let uncorrected: Double?
  /// The monotonic clock with the time in which the system was suspended: `CLOCK_BOOTTIME`; `nil` where there is none.
  public let withSuspension: Double?

  /// Reads all of them, one right after the other.
  static func now() -> ClockReading {
    #if os(Linux)
      let (uncorrected, withSuspension) = (seconds(CLOCK_MONOTONIC_RAW), seconds(CLOCK_BOOTTIME))
    #else
      let (uncorrected, withSuspension): (Double?, Double?) = (nil, nil)
    #endif
    return ClockReading(
      calendar: seconds(CLOCK_REALTIME) ?? 0, monotonic: seconds(CLOCK_MONOTONIC) ?? 0,
      uncorrected: uncorrected, withSuspension: withSuspension)
  }

  private static func seconds(_ clock: clockid_t) -> Double? {
    var time = timespec()
    return clock_gettime(clock, &time) == 0 ? Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9 : nil
  }
}

/// The system's clocks at both ends of a run. Each tells how long the run took; where they disagree, something has set,
/// slowed or stopped one of them.
public struct RunClocks: Codable, Equatable, Sendable {
  public let begin: ClockReading
  public let end: ClockReading

  /// How long the run took by one of the clocks, in seconds; `nil` where there is no such clock.
  public func seconds(_ clock: KeyPath<ClockReading, Double?>) -> Double? {
    end[keyPath: clock].flatMap { end in begin[keyPath: clock].map { end - $0 } }
  }

  /// How long the run took by the calendar, in seconds.
  public var calendarSeconds: Double { end.calendar - begin.calendar }

  /// How long the run took by the monotonic clock, in seconds.
  public var monotonicSeconds: Double { end.monotonic - begin.monotonic }
}
