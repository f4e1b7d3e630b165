/// Where every figure lies that is given from outside, in whatever unit: far beyond what there is, and near enough to 1
/// that a product or a ratio of five figures is still a number.
public enum FigureRange {
  public static let bounds = 1e-60...1e60

  /// Probabilities of an interval that tell something, and whose deviates are numbers.
  public static let levels = 1e-6...1 - 1e-6

  /// False for infinities, NaN, 0 and what is negative, too.
  public static func contains(_ value: Double) -> Bool { bounds.contains(value) }
}
