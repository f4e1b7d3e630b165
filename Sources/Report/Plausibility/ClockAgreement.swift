import Foundation
import Measurement

/// Holds the system's clocks against each other, and the times of the run against them: every rate rests on a clock.
struct ClockAgreement {
  private(set) var outcome = PlausibilityOutcome(.clockAgreement)
  private let run: PlausibilityRun

  /// By how much a kernel makes a clock faster or slower to keep the calendar right (`MAX_TICKADJ`, 500 ppm), and what the
  /// readings of two clocks lie apart, in seconds.
  private static let slewing = (share: 500e-6, seconds: 0.005)
  /// Beyond this share no rate that rests on the slower clock is right to what two results must differ by. `chrony` may
  /// slew by up to a twelfth when a calendar is far off.
  private static let mostSlewing = 0.02
  /// What reading the clocks and making the stopwatch lie apart, in seconds.
  private static let startSeconds = 0.5
  /// A report is made when the run is over, and no later, in seconds.
  private static let reportSeconds = 600.0
  /// The report's time and the start of the system are told in whole seconds.
  private static let wholeSeconds = 2.0
  /// What times of parts and of the run may differ by.
  private static let partShare = 0.01

  private static let subject = "the run"

  init(_ run: PlausibilityRun) {
    self.run = run
    judgeParts()
    guard let clocks = run.clocks else {
      outcome.leaveOut("the record has no readings of the system's clocks: an earlier version made it")
      return
    }
    judgeDirections(clocks)
    judgeCorrection(clocks)
    judgeCalendar(clocks)
    judgeSuspension(clocks)
    judgeStopwatch(clocks)
    judgeReport(clocks)
    judgeStart(clocks)
  }

  private mutating func judgeParts() {
    outcome.examine("the times of the parts against that of the run")
    for (name, seconds) in run.parts
    where !(seconds <= run.seconds * (1 + Self.partShare) + Self.startSeconds) {
      outcome.find(
        .impossible, Self.subject,
        "\(name) take \(Self.told(seconds)), and the whole run \(Self.told(run.seconds))",
        .init(seconds, limit: run.seconds, "s"))
    }
  }

  private mutating func judgeDirections(_ clocks: RunClocks) {
    let took = [
      ("calendar", clocks.calendarSeconds), ("monotonic clock", clocks.monotonicSeconds),
      ("uncorrected clock", clocks.seconds(\.uncorrected) ?? 0),
      ("clock with suspension", clocks.seconds(\.withSuspension) ?? 0),
    ]
    for (name, seconds) in took where seconds < 0 {
      // Somebody may set a calendar; nobody can turn the others back.
      outcome.find(
        name == "calendar" ? .doubtful : .impossible, Self.subject,
        "the \(name) went back by \(Self.told(-seconds)) during the run", .init(seconds, limit: 0, "s"))
    }
  }

  /// The clock that the rates rest on against the hardware's.
  private mutating func judgeCorrection(_ clocks: RunClocks) {
    guard let uncorrected = clocks.seconds(\.uncorrected) else {
      outcome.leaveOut("this system has no uncorrected clock (CLOCK_MONOTONIC_RAW)")
      return
    }
    outcome.examine("the monotonic clock against the uncorrected one")
    let difference = clocks.monotonicSeconds - uncorrected
    guard difference.magnitude > Self.allowed(uncorrected) else { return }
    let isGrave = difference.magnitude > Self.mostSlewing * uncorrected.magnitude + Self.slewing.seconds
    outcome.find(
      isGrave ? .impossible : .doubtful, Self.subject,
      "the monotonic clock counted \(Self.told(clocks.monotonicSeconds)) and the hardware \(Self.told(uncorrected)): "
        + (isGrave
          ? "one of the two is wrong, and every rate rests on the first"
          : "the clock was being corrected faster than usual, and the rates are off by as much"),
      .init(difference, limit: Self.allowed(uncorrected), "s"))
  }

  /// The calendar against the monotonic clock, suspension counted where it is known.
  private mutating func judgeCalendar(_ clocks: RunClocks) {
    outcome.examine("the calendar against the monotonic clock")
    let took = clocks.seconds(\.withSuspension) ?? clocks.monotonicSeconds
    let difference = clocks.calendarSeconds - took
    guard difference.magnitude > Self.allowed(took), clocks.calendarSeconds >= 0 else { return }
    outcome.find(
      .doubtful, Self.subject,
      "the calendar was set \(difference > 0 ? "forward" : "back") by \(Self.told(difference.magnitude)) during the run, so "
        + "that its times of day are not to be relied on", .init(difference, limit: Self.allowed(took), "s"))
  }

  private mutating func judgeSuspension(_ clocks: RunClocks) {
    guard let whole = clocks.seconds(\.withSuspension) else {
      outcome.leaveOut("this system does not tell for how long it was suspended (CLOCK_BOOTTIME)")
      return
    }
    outcome.examine("whether the system was suspended")
    let suspended = whole - clocks.monotonicSeconds
    if suspended < -Self.slewing.seconds {
      outcome.find(
        .impossible, Self.subject,
        "the clock with suspension counted \(Self.told(-suspended)) less than the one without",
        .init(suspended, limit: -Self.slewing.seconds, "s"))
    } else if suspended > Self.slewing.seconds {
      outcome.find(
        .doubtful, Self.subject,
        "the system was suspended for \(Self.told(suspended)) during the run, so that it is not one run",
        .init(suspended, limit: Self.slewing.seconds, "s"))
    }
  }

  /// The run's own time against the clocks around it.
  private mutating func judgeStopwatch(_ clocks: RunClocks) {
    outcome.examine("the time of the run against the clocks")
    let took = clocks.seconds(\.withSuspension) ?? clocks.monotonicSeconds
    guard !((run.seconds - took).magnitude <= Self.allowed(took) + Self.startSeconds) else { return }
    outcome.find(
      .impossible, Self.subject,
      "the run is said to have taken \(Self.told(run.seconds)), and \(Self.told(took)) passed by the clock that timed it",
      .init(run.seconds - took, limit: Self.allowed(took) + Self.startSeconds, "s"))
  }

  private mutating func judgeReport(_ clocks: RunClocks) {
    guard let generated = run.generated else {
      outcome.leaveOut("the report's time cannot be read")
      return
    }
    outcome.examine("the report's time against the end of the run")
    let after = generated - clocks.end.calendar
    guard after < -Self.wholeSeconds || after > Self.reportSeconds else { return }
    outcome.find(
      .doubtful, Self.subject,
      "by the calendar the report was made \(Self.told(after.magnitude)) \(after < 0 ? "before" : "after") the end of the run",
      .init(after, limit: after < 0 ? -Self.wholeSeconds : Self.reportSeconds, "s"))
  }

  private mutating func judgeStart(_ clocks: RunClocks) {
    guard let bootTime = run.bootTime.map(Double.init) else {
      outcome.leaveOut("when the system was started is not known")
      return
    }
    outcome.examine("the start of the system against the beginning of the run")
    guard bootTime > clocks.begin.calendar + Self.wholeSeconds else { return }
    outcome.find(
      .doubtful, Self.subject,
      "the system was started \(Self.told(bootTime - clocks.begin.calendar)) after the run began, by the calendar: it was set, "
        + "or the record is of two systems",
      .init(bootTime - clocks.begin.calendar, limit: Self.wholeSeconds, "s"))
  }

  /// What two clocks may differ by over so many seconds.
  private static func allowed(_ seconds: Double) -> Double {
    seconds.magnitude * slewing.share + slewing.seconds
  }

  private static func told(_ seconds: Double) -> String { "\(NumberFormat.number(seconds, digits: 3)) s" }
}
