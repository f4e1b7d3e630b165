import Foundation
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
  /// The row that tells it; `nil` for what was computed from several.
  public let place: DataPlace?
  /// Whether the row stands in a table of the user's own.
  public let isOwn: Bool
  /// What else has been published for the same quantity, best first; never an equal value.
  public internal(set) var conflicts: [SourcedValue] = []

  /// From the lowest to the highest value that has been published.
  public var range: ClosedRange<Double> {
    let values = conflicts.map(\.value) + [value]
    return (values.min() ?? value)...(values.max() ?? value)
  }

  init(
    value: Double, unit: String, source: String, grade: Grade, asOf: CalendarDate? = nil, note: String? = nil,
    place: DataPlace? = nil, isOwn: Bool = false, conflicts: [SourcedValue] = []
  ) {
    self.value = value
    self.unit = unit
    self.source = source
    self.grade = grade
    self.asOf = asOf
    self.note = note
    self.place = place
    self.isOwn = isOwn
    self.conflicts = conflicts
  }

  /// Chooses among several published values: the user's own, then the best grade, then the newest (a value without a
  /// date is older than any), then the highest. Where a known source prints with more digits what the chosen one prints
  /// rounded, as 10,066 and "10 PFLOP/s", the exact form is reported. The others stay as conflicts, unless they are equal.
  static func chosen(from values: [SourcedValue]) -> SourcedValue? {
    if values.count == 1 { return values.first }
    let ranked = values.sorted { $0.isChosen(before: $1) }
    guard var best = ranked.first else { return nil }
    if ranked.allSatisfy({ $0.value == best.value }) { return best }
    while let exact = ranked.first(where: { $0.isExactForm(of: best) }) { best = exact }
    best.conflicts = ranked.filter { $0.value != best.value }
    return best
  }

  /// Whether the other value is this one, rounded by less than a hundredth to the two or three digits that it shows; of a
  /// "10000" two are taken as meant.
  private func isExactForm(of rounded: SourcedValue) -> Bool {
    guard grade != .unverified, isOwn == rounded.isOwn, value != rounded.value,
      (value - rounded.value).magnitude < rounded.value / 100
    else { return false }
    let digits = max(2, Self.digits(rounded.value))
    guard digits <= 3, Self.digits(value) > digits else { return false }
    let scale = pow(10, Double(digits - 1) - log10(value).rounded(.down))
    return ((value * scale).rounded() / scale - rounded.value).magnitude <= rounded.value * 1e-9
  }

  /// How many significant decimal digits a value shows.
  private static func digits(_ value: Double) -> Int {
    var (count, zeros) = (0, 0)
    for byte in value.description.utf8 {
      switch byte {
      case UInt8(ascii: "e"): return count
      case UInt8(ascii: "0"): zeros += count > 0 ? 1 : 0
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        count += zeros + 1
        zeros = 0
      default: break
      }
    }
    return count
  }

  func isChosen(before other: SourcedValue) -> Bool {
    if isOwn != other.isOwn { return isOwn }
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
        grade: parts.map(\.grade).max() ?? first.grade, asOf: parts.compactMap(\.asOf).min(),
        place: parts.count == 1 ? first.place : nil, isOwn: parts.contains(where: \.isOwn))
    }
    var sum = total(\.value)
    sum.conflicts = [total(\.range.upperBound), total(\.range.lowerBound)].filter { $0.value != sum.value }
    return sum
  }

  /// The same value times a number of equal parts.
  func times(_ count: Int) -> SourcedValue {
    var product = SourcedValue(
      value: value * Double(count), unit: unit, source: source, grade: grade, asOf: asOf, note: note,
      place: place, isOwn: isOwn)
    product.conflicts = conflicts.map { $0.times(count) }
    return product
  }

  /// The same value with a note in place of its own.
  func noted(_ note: String) -> SourcedValue {
    SourcedValue(
      value: value, unit: unit, source: source, grade: grade, asOf: asOf, note: note, place: place,
      isOwn: isOwn, conflicts: conflicts)
  }
}

extension Array where Element: Hashable {
  /// The elements without repetition, in order of first appearance.
  package var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
