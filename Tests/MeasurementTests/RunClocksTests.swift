import Foundation
import Testing

@testable import Measurement

@Suite struct RunClocksTests {
  @Test("all clocks of this system tell how long a moment took, and agree")
  func agree() throws {
    let begin = ClockReading.now()
    Thread.sleep(forTimeInterval: 0.1)
    let clocks = RunClocks(begin: begin, end: .now())
    let others = [
      clocks.calendarSeconds, try #require(clocks.seconds(\.uncorrected)),
      try #require(clocks.seconds(\.withSuspension)),
    ]
    #expect(clocks.monotonicSeconds >= 0.1)
    #expect(others.allSatisfy { ($0 - clocks.monotonicSeconds).magnitude < 0.005 })
    #expect((begin.calendar - Date.now.timeIntervalSince1970).magnitude < 60)
  }

  @Test("a clock that is not there tells nothing")
  func absent() {
    let reading = ClockReading(calendar: 1, monotonic: 2, uncorrected: nil, withSuspension: 3)
    let clocks = RunClocks(begin: reading, end: reading)
    #expect(clocks.seconds(\.uncorrected) == nil)
    #expect(clocks.seconds(\.withSuspension) == 0)
  }
}
