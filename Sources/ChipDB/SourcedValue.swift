import Rating

/// A value with where it comes from, and the values of other sources that disagree.
public struct SourcedValue: Codable, Equatable, Sendable {
  public let value: Double
  /// The value's unit: "TOP/s", "mm²", "GB/s", "GB", "W", "USD".
  public let unit: String
  /// The id of its source; of several parts, the ids with "; " between them.
  public let source: String
  public let grade: Grade
  /// When the source said so, where the table tells.
  public let asOf: CalendarDate?
  public let note: String?
  /// What else has been published for the same quantity, best first; never an equal value.
  public internal(set) var conflicts: [SourcedValue] = []

  /// From the lowest to the highest value that has been published.
  public var range: ClosedRange<Double> {
    let values = conflicts.map(\.value) + [value]
    return (values.min() ?? value)...(values.max() ?? value)
  }

  /// Chooses among several published values: the best grade, then the newest (a value without a date is
  /// older than any), then the highest. The others stay as conflicts, unless they are equal.
  static func chosen(from values: [SourcedValue]) -> SourcedValue? {
    let ranked = values.sorted { $0.isChosen(before: $1) }
    guard var best = ranked.first else { return nil }
    best.conflicts = ranked.dropFirst().filter { $0.value != best.value }
    return best
  }

  func isChosen(before other: SourcedValue) -> Bool {
    if grade != other.grade { return grade < other.grade }
    if asOf != other.asOf {
      guard let asOf, let otherAsOf = other.asOf else { return asOf != nil }
      return asOf > otherAsOf
    }
    return value > other.value
  }

  /// The sum of values of different parts: as trustworthy as the worst of them and as old as the oldest.
  /// Where sources disagree, the conflicts are the sums of the lowest and of the highest values.
  static func sum(_ parts: [SourcedValue]) -> SourcedValue? {
    guard let first = parts.first else { return nil }
    func total(_ value: (SourcedValue) -> Double) -> SourcedValue {
      SourcedValue(
        value: parts.reduce(0) { $0 + value($1) }, unit: first.unit,
        source: parts.map(\.source).uniqued.joined(separator: "; "),
        grade: parts.map(\.grade).max() ?? first.grade, asOf: parts.compactMap(\.asOf).min(), note: nil)
    }
    var sum = total(\.value)
    sum.conflicts = [total(\.range.upperBound), total(\.range.lowerBound)].filter { $0.value != sum.value }
    return sum
  }

  /// The same value times a number of equal parts.
  func times(_ count: Int) -> SourcedValue {
    var product = SourcedValue(
      value: value * Double(count), unit: unit, source: source, grade: grade, asOf: asOf, note: note)
    product.conflicts = conflicts.map { $0.times(count) }
    return product
  }

  /// The same value with a note in place of its own.
  func noted(_ note: String) -> SourcedValue {
    SourcedValue(
      value: value, unit: unit, source: source, grade: grade, asOf: asOf, note: note, conflicts: conflicts)
  }
}

extension Array where Element: Hashable {
  /// The elements without repetition, in order of first appearance.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
