import Rating

/// A value with where it comes from, and the values of other sources that disagree.
public struct SourcedValue: Codable, Equatable, Sendable {
  public let value: Double
  /// The value's unit: "TOP/s", "mm²", "GB/s", "GB", "W".
  public let unit: String
  /// The id of its source.
  public let source: String
  public let grade: Grade
  /// When the source said so, where the table tells.
  public let asOf: CalendarDate?
  public let note: String?
  /// What else has been published for the same quantity.
  public var conflicts: [SourcedValue] = []

  /// Chooses among several published values: the best grade, then the newest, then the highest. The
  /// others stay as conflicts, unless they are equal.
  static func chosen(from values: [SourcedValue]) -> SourcedValue? {
    let ranked = values.sorted { a, b in
      if a.grade != b.grade { return a.grade < b.grade }
      if a.asOf != b.asOf { return (a.asOf?.description ?? "") > (b.asOf?.description ?? "") }
      return a.value > b.value
    }
    guard var best = ranked.first else { return nil }
    best.conflicts = ranked.dropFirst().filter { $0.value != best.value }
    return best
  }

  /// The sum of values of different parts: as trustworthy as the worst of them.
  static func sum(_ values: [SourcedValue]) -> SourcedValue? {
    guard let first = values.first else { return nil }
    return SourcedValue(
      value: values.reduce(0) { $0 + $1.value }, unit: first.unit,
      source: values.map(\.source).uniqued.joined(separator: "; "),
      grade: values.map(\.grade).max() ?? first.grade, asOf: values.compactMap(\.asOf).min(), note: nil,
      conflicts: [])
  }
}

extension Array where Element: Hashable {
  /// The elements without repetition, in order of first appearance.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
