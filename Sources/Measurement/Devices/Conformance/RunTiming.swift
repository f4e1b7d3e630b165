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

  /// By how much longer four times as many took, in seconds: what a run takes besides its products cancels out.
  var growth: Double { fourTimes.passed - once.passed }

  func judgeWork() throws(ConformanceStop) -> String {
    let ratio = fourTimes.told / once.told
    // Of the three times as many more, by the time that is told of the first.
    let share = growth / (3 * once.told)
    guard ratio >= 2.5, share >= 0.6 else {
      throw .fault(
        asked: "run of \(count) and of \(4 * count) products of \(shape)",
        expected: "about 4 times the seconds, and as much more time here",
        came: "\(once.told) and \(fourTimes.told) seconds, and \(once.passed) and \(fourTimes.passed) here")
    }
    return "4 times as many products of \(shape) took \(Self.rounded(ratio)) times as long"
  }

  /// Of the difference of both runs, from which what a message takes cancels out.
  func judgeSeconds() throws(ConformanceStop) -> String {
    if let excess { throw .fault(excess) }
    let share = 1 - (fourTimes.untold - once.untold) / growth
    guard growth > 0, share >= 0.8 else {
      throw .fault(
        asked: "run of \(count) and of \(4 * count) products of \(shape)",
        expected: "seconds that differ by about the \(growth) by which the times differ that passed here",
        came: "\(once.told) and \(fourTimes.told)")
    }
    return "told were \(Self.rounded(100 * min(share, 1))) % of the time that passed"
  }

  private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
