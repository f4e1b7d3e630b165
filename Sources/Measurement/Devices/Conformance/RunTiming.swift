/// What runs of one and of four times as many products took, each the least of some tries.
struct RunTiming {
  let shape: GEMMShape
  let count: Int
  let once: Reading
  let fourTimes: Reading
  /// A run of which more was told than passed.
  let excess: ConformanceFault?

  struct Reading {
    /// By the worker, in seconds.
    var told = Double.infinity
    /// As seen from here.
    var passed = Double.infinity
    /// By how much more passed than was told: what a message takes, and what is kept silent.
    var untold = Double.infinity

    mutating func enter(_ reading: (told: Double, passed: Double)) {
      told = min(told, reading.told)
      passed = min(passed, reading.passed)
      untold = min(untold, reading.passed - reading.told)
    }
  }

  /// What may be told of a time that was seen to pass: two clocks differ a little.
  static func longestTold(_ passed: Double) -> Double { passed * 1.02 + 1e-3 }

  /// Whether nothing is wrong with it; if something is, further tries may show that it was the machine's other work.
  var isPlausible: Bool {
    do throws(ConformanceStop) {
      _ = try judgeWork()
      _ = try judgeSeconds()
      return true
    } catch { return false }
  }

  func judgeWork() throws(ConformanceStop) -> String {
    let ratio = fourTimes.passed / once.passed
    guard ratio >= 2.5 else {
      throw .fault(
        asked: "run of \(count) and of \(4 * count) products of \(shape)", expected: "about 4 times the time",
        came: "\(ratio) times: \(once.passed) and \(fourTimes.passed) seconds")
    }
    return "4 times as many products of \(shape) took \(Self.rounded(ratio)) times as long"
  }

  /// Of the difference of both runs, from which what a message takes cancels out.
  func judgeSeconds() throws(ConformanceStop) -> String {
    if let excess { throw .fault(excess) }
    let passed = fourTimes.passed - once.passed
    let share = 1 - (fourTimes.untold - once.untold) / passed
    guard share >= 0.8 else {
      throw .fault(
        asked: "run of \(count) and of \(4 * count) products of \(shape)",
        expected: "seconds that differ by about the \(passed) by which the times differ that passed here",
        came: "\(once.told) and \(fourTimes.told)")
    }
    return "told were \(Self.rounded(100 * min(share, 1))) % of the time that passed"
  }

  private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
