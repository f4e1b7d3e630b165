import Foundation

/// Student's t distribution.
enum StudentT {
  /// The value that a t-distributed variable stays within, in magnitude, with a probability.
  ///
  /// Inverts the distribution function, a regularised incomplete beta function, by bisection.
  /// - Parameters:
  ///   - level: the probability, above 0 and below 1.
  ///   - degreesOfFreedom: at least 1.
  static func halfWidth(level: Double, degreesOfFreedom: Int) -> Double {
    let freedom = Double(degreesOfFreedom)
    func inside(_ t: Double) -> Double {
      1 - regularisedBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    }
    var (low, high) = (0.0, 1.0)
    while inside(high) < level, high < 1e12 { high *= 2 }
    for _ in 0..<200 where high - low > 1e-13 * high {
      let middle = (low + high) / 2
      if inside(middle) < level { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The regularised incomplete beta function I_x(a, b), by its continued fraction (NIST DLMF 8.17.22), evaluated by
  /// Lentz's method.
  static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast below the mean; the symmetry I_x(a, b) = 1 − I_(1−x)(b, a) serves the rest.
    if x > (a + 1) / (a + b + 2) { return 1 - regularisedBeta(1 - x, b, a) }
    let front =
      exp(
        logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)) / a
    let tiny = 1e-300
    var (fraction, c, d) = (1.0, 1.0, 0.0)
    for term in 0..<500 {
      let m = Double(term / 2)
      let numerator =
        if term == 0 {
          1.0
        } else if term.isMultiple(of: 2) {
          m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        } else {
          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        }
      d = 1 + numerator * d
      if d.magnitude < tiny { d = tiny }
      d = 1 / d
      c = 1 + numerator / c
      if c.magnitude < tiny { c = tiny }
      let change = c * d
      fraction *= change
      if (change - 1).magnitude < 1e-15 { break }
    }
    return front * (fraction - 1)
  }

  private static func logGamma(_ x: Double) -> Double { lgamma(x) }
}
