import Foundation

/// One element of C: a sum of products of which the exact value is known.
struct CraftedSum {
  /// A product at a place along the inner dimension; all other products are zero.
  struct Term {
    let position: Int
    let a: Double
    let b: Double
  }

  let terms: [Term]
  /// What a multiply returns that rounds nothing.
  let expected: Double

  init(_ terms: [Term], expected: Double) {
    self.terms = terms
    self.expected = expected
  }

  /// A sum of a single product.
  init(_ a: Double, times b: Double, at position: Int = 0) {
    self.init([Term(position: position, a: a, b: b)], expected: a * b)
  }
}

extension CraftedSum.Term {
  /// A multiple of a power of two, the power shared evenly between the factors so that either has a short exponent.
  init(_ multiple: Double = 1, exponent: Int, at position: Int) {
    let half = Int((Double(exponent) / 2).rounded(.down))
    self.init(position: position, a: scalbn(multiple, half), b: scalbn(1, exponent - half))
  }
}

/// A step of a series of ever harder sums.
struct Rung {
  /// What is shown when all sums up to this rung are as expected.
  let height: Int
  let sums: [CraftedSum]
}
