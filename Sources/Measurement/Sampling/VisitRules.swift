import Foundation

/// When a visit is left out: others had the processors, or the clock was lowered.
enum VisitRules {
  /// Of the library's own time, waited for.
  static let mostForeign = 0.04
  /// Of all processors' time.
  static let mostStolen = 0.02
  /// Of the row's highest clock.
  static let leastClock = 0.97

  /// Why a visit is left out; `nil` when it counts.
  /// - Parameter highestClockGHz: of the row so far.
  static func reasonToExclude(_ visit: Visit, highestClockGHz: Double?) -> String? {
    if let foreign = visit.foreignShare, foreign > mostForeign {
      return "the threads waited \(percent(foreign)) of their time for processors that others held"
    }
    if let steal = visit.stealShare, steal > mostStolen {
      return "the hypervisor gave \(percent(steal)) of the time to other guests"
    }
    if let highestClockGHz, let clock = visit.clockGHz, clock < highestClockGHz * leastClock {
      return "the clock fell to \(percent(clock / highestClockGHz)) of the row's highest"
    }
    return nil
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
