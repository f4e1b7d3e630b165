import Rating

/// How much is to be converted: a finite number above zero, and whole where it counts chips.
public struct ConversionAmount: Equatable, Sendable {
  public let value: Double

  /// The most that is taken; beyond it a double no longer counts chips one by one.
  public static let most = 9_007_199_254_740_992.0

  /// Reads a number as users write it.
  /// - Throws: `ChipDBError.badQuestion` that says what is wrong with it.
  public init(_ text: String, of unit: ConversionUnit) throws(ChipDBError) {
    let isDecimal =
      !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    guard text.utf8.count <= ChipDatabase.longestQuery, isDecimal, let value = Double(text) else {
      throw .badQuestion(
        "the quantity \(text.quotable) is no number: write one such as 50000 or 7.9e8, without separators of thousands"
      )
    }
    guard value > 0 else { throw .badQuestion("the quantity \(text.quotable): give a number above 0") }
    guard value.isFinite, value <= Self.most else {
      throw .badQuestion("the quantity \(text.quotable) is too large: give at most 9e15")
    }
    if case .chip(let chip) = unit, value != value.rounded() {
      throw .badQuestion(
        "the quantity \(text.quotable): \(chip.name) is counted in whole chips; give a whole number")
    }
    self.value = value
  }
}
