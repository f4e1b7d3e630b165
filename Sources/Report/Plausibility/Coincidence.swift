import Foundation

/// How unlikely it is that measured values agree by chance.
enum Coincidence {
  /// The chance, for each test and all values of it together, that honest values are called none.
  static let falseAlarm = 1e-7

  /// Values that are the same more often than chance allows.
  struct Alike {
    let value: Double
    let count: Int
    /// The most that chance allows.
    let limit: Int
  }

  /// The value that comes up most often, if it does so more often than chance allows.
  ///
  /// Each of n independent values is the centre of at most `Binomial(n - 1, p)` others like it; over all of them the chance
  /// that one has r - 1 others is at most n times that tail.
  /// - Parameter mostLikely: p, the most probable value's probability at most, below 1.
  static func alike(_ values: [Double], mostLikely p: Double) -> Alike? {
    var counts: [Double: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      let limit = mostAlike(of: values.count, mostLikely: p), most.value > limit
    else { return nil }
    return Alike(value: most.key, count: most.value, limit: limit)
  }

  /// How many of n values may be the same; `nil` where all of them may.
  static func mostAlike(of n: Int, mostLikely p: Double) -> Int? {
    guard n > 1, Double(n) * pow(p, Double(n - 1)) <= falseAlarm else { return nil }
    return mostSuccesses(of: n - 1, p, chance: falseAlarm / Double(n)) + 1
  }

  /// The most successes of n with probability p that chance allows: more of them have at most the given chance.
  static func mostSuccesses(of n: Int, _ p: Double, chance: Double) -> Int {
    // Terms of the binomial distribution from the top down, where they are smallest, in logarithms.
    var term = Double(n) * log(p)
    var tail = 0.0
    for r in stride(from: n, to: 0, by: -1) {
      tail += exp(term)
      if tail > chance { return r }
      term += log(Double(r) / Double(n - r + 1)) + log1p(-p) - log(p)
    }
    return 0
  }
}
