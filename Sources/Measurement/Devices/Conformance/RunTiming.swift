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

    mutating func enter(_ reading: (told: Double, passed: Double)) {
      told = min(told, reading.told)
      passed = min(passed, reading.passed)
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
    let (told, passed) = (fourTimes.told - once.told, fourTimes.passed - once.passed)
    let share = told / passed
    guard passed > 0, (0.8...1.1).contains(share) else {
      throw .fault(
        asked: "run of \(count) and of \(4 * count) products of \(shape)",
        expected: "seconds of which the difference is the \(passed) that passed here, or up to a fifth less",
        came: "\(once.told) and \(fourTimes.told), of which the difference is \(told)")
    }
    return "told were \(Self.rounded(100 * share)) % of the time that passed"
  }

  private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
