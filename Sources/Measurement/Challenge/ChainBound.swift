import Rating

/// How far the rounding of a lap's steps may carry its result from the product of the lap's matrices.
///
/// Rounding a number to a format of unit roundoff u errs, over numbers of all sizes, by a variance of 0.18·u² of its
/// square; a sum of n products, in whatever order, by at most 0.09·n·u² with u that of the accumulator. What step j errs
/// passes through the later matrices, so that in the direction of a check vector v each row deviates by a variance of
///
///     ⅓ · (0.18·u² + 0.09·n·u²) · Σ_j ‖M_{j+1}…M_s v‖²,
///
/// ⅓ being the mean square of X's elements, which no step changes. docs/challenge.md derives it and shows what is
/// measured.
struct ChainBound {
  /// Of M's mean square row, the share that G has, the rest being on the diagonal.
  static let share = 0.25
  /// The mean square of the elements of X.
  static let meanSquare = 1.0 / 3

  /// The standard deviation of all rows may be so many times what is expected.
  let wholeLimit: Double
  /// That of one row, over the check's vectors.
  let rowLimit: Double
  /// Of the square of X's elements, what one step adds to a row's variance.
  private let stepVariance: Double
  /// What the check's own arithmetic adds for each step.
  private let checkVariance: Double

  init(_ precision: Precision, size: Int) {
    let n = Double(size)
    let format = Self.roundoff(precision)
    let accumulator = precision == .fp64 ? 0x1p-53 : 0x1p-24
    stepVariance = 0.18 * format * format + 0.09 * n * accumulator * accumulator
    // Sums of blocks of 64, and of those.
    checkVariance = 0.09 * (64 + n / 64) * 0x1p-106
    // A small matrix has few rows and few terms, so that chance plays a larger part.
    wholeLimit = 1.25 + 8 / n
    rowLimit = 3 + 64 / n
  }

  /// The unit roundoff of X's format: half the distance from 1 to the next number.
  private static func roundoff(_ precision: Precision) -> Double {
    switch precision {
    case .fp64: 0x1p-53
    case .fp32: 0x1p-24
    case .fp16: 0x1p-11
    default: 0x1p-8
    }
  }

  /// The variance that is expected of a row of X·v against X₀·M₁…M_s·v.
  /// - Parameter squares: ‖M_{j+1}…M_s v‖² for j from s to 0.
  func variance(_ squares: [SIMD8<Double>]) -> SIMD8<Double> {
    let steps = squares.dropLast().reduce(.zero, +)
    let all = squares.reduce(.zero, +)
    return Self.meanSquare * (stepVariance * steps + checkVariance * all)
  }
}
