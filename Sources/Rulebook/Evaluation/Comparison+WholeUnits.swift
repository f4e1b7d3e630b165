extension Comparison {
  /// Whole units of a size against a value: the most that fit under an upper bound, the fewest that reach a line.
  ///
  /// The quotient is only a first guess: the answer is the number for which `units × size` itself meets the comparison
  /// and its neighbour's does not, so that a value that is an exact multiple comes out to the unit.
  /// - Parameters:
  ///   - size: of one unit; above zero, in the unit of `value`.
  ///   - value: of zero or more.
  public func wholeUnits(of size: Double, against value: Double) -> Double {
    let guess = (value / size).rounded()
    guard guess.isFinite, guess < 1e15 else { return guess }
    var units = max(0, guess - 1)
    let isBound = self == .atMost || self == .lessThan
    while holds(units * size, value) == isBound { units += 1 }
    return isBound ? max(0, units - 1) : units
  }
}
