import ChipDB
import Foundation
import Rating

/// The values of one figure over the days on which chips came out.
public struct ChipSeries: Sendable {
  /// One chip.
  public struct Point: Codable, Equatable, Sendable {
    public let chip: String
    public let name: String
    public let vendor: String
    public let country: String
    public let released: CalendarDate
    /// `released` as a number of years.
    public let year: Double
    /// In the unit of the quantity.
    public let value: Double
    /// What the sources leave.
    public let range: ClosedRange<Double>
    /// Whether the fit takes it.
    public internal(set) var isSelected: Bool

    /// Decimal logarithm of the value.
    var logarithm: Double { log10(value) }
    /// Chips of one vendor and year are one draw of a block bootstrap: they share a generation.
    var block: String { "\(vendor) \(released.year)" }
  }

  /// The ids of the chips that a question asks about and that cannot be points.
  public struct Missing: Codable, Equatable, Sendable {
    /// The figure is known and the day of release is not.
    public var date: [String] = []
    /// The day of release is known and the figure is not.
    public var figure: [String] = []
    /// Whether they meet the question's condition is not known.
    public var condition: [String] = []
    /// Released, or said to be released, after the day by which things are known.
    public var later: [String] = []
  }

  public let question: TrendQuestion
  /// In the order of their days, the highest of a day first.
  public let points: [Point]
  public let missing: Missing

  /// The points that the fit takes.
  public var selected: [Point] { points.filter(\.isSelected) }

  /// The points in the blocks that a bootstrap draws, by the names of the blocks.
  var blocks: [[(year: Double, logarithm: Double)]] {
    Dictionary(grouping: points, by: \.block).sorted { $0.key < $1.key }
      .map { $0.value.map { (year: $0.year, logarithm: $0.logarithm) } }
  }

  /// For each point the number of its block, from 0 in the order of the points, and how many blocks there are.
  var blockNumbers: (of: [Int], count: Int) {
    var numbers: [String: Int] = [:]
    let of = points.map { point in
      let number = numbers[point.block] ?? numbers.count
      numbers[point.block] = number
      return number
    }
    return (of, numbers.count)
  }

  /// The best chip out by a day; the first to reach that value. `nil` before the first of the series.
  public func best(by date: CalendarDate) -> Point? {
    points.lazy.filter { $0.released <= date }.reduce(nil) { best, point in
      best.map { $0.value >= point.value } ?? false ? best : point
    }
  }

  /// Collects the points.
  ///
  /// What is known by a day is which chips were out: their figures are those that the tables hold today.
  public init(_ question: TrendQuestion, in database: ChipDatabase) throws {
    var filter = question.filter
    // Days are looked at here, so that chips without one are named.
    (filter.from, filter.to, filter.order, filter.limit) = (nil, nil, nil, nil)
    let chips = filter.apply(to: database.chips, tf32Reading: question.tf32Reading).chips
      .filter { !question.leftOut.contains($0.id) }.sorted { $0.id < $1.id }
    var missing = Missing()
    var points: [Point] = []
    for chip in chips {
      let value = question.quantity.bounded(of: chip, tf32Reading: question.tf32Reading)
      guard let released = chip.released else {
        if value != nil { missing.date.append(chip.id) }
        continue
      }
      guard question.filter.from.map({ released >= $0 }) ?? true,
        question.filter.to.map({ released <= $0 }) ?? true
      else { continue }
      guard released <= question.knownBy, chip.status != .announced else {
        missing.later.append(chip.id)
        continue
      }
      guard let value, value.value > 0, value.range.upperBound.isFinite else {
        missing.figure.append(chip.id)
        continue
      }
      switch try question.condition?.outcome(chip) ?? .yes {
      case .yes: break
      case .no: continue
      case .unknown:
        missing.condition.append(chip.id)
        continue
      }
      points.append(
        Point(
          chip: chip.id, name: chip.name, vendor: chip.vendor, country: chip.country, released: released,
          year: released.decimalYear, value: value.value, range: value.range, isSelected: true))
    }
    points.sort { ($0.released, -$0.value, $0.chip) < ($1.released, -$1.value, $1.chip) }
    if let places = question.selection.places {
      var best = RunningBest(places: places)
      for index in points.indices { points[index].isSelected = best.enters(points[index].value) }
    }
    self.question = question
    self.points = points
    self.missing = missing
  }

  /// The line through the selected points.
  /// - Throws: `ForecastError.tooFewPoints` and `ForecastError.oneDate` with what is missing.
  public func line() throws(ForecastError) -> LogLinearFit {
    let points = selected.map { (year: $0.year, logarithm: $0.logarithm) }
    guard points.count >= LogLinearFit.fewest else {
      throw .tooFewPoints(
        series: question.words, count: points.count, needed: LogLinearFit.fewest, remedy: remedy)
    }
    guard let fit = LogLinearFit(points) else {
      throw .oneDate(
        series: question.words, date: selected.first?.released.description ?? "", remedy: remedy)
    }
    return fit
  }

  /// What is missing for more points, in words, with the chips that would supply it.
  public var remedy: String {
    let tables = question.quantity.needs.map { "\($0.figure) (\($0.table))" }.joined(separator: " and ")
    var parts: [String] = []
    func add(_ ids: [String], _ what: String) {
      guard !ids.isEmpty else { return }
      let named = ids.prefix(5).joined(separator: ", ")
      parts.append("\(what): \(named)\(ids.count > 5 ? " and \(ids.count - 5) more" : "")")
    }
    add(missing.date, "without a date of release (chips.csv)")
    add(missing.figure, "without \(tables)")
    add(missing.condition, "of which it is not known whether they \(question.condition?.words ?? "count")")
    add(missing.later, "not out by \(question.knownBy)")
    guard !parts.isEmpty else {
      return "ask about more chips: no chip of this question lacks a date or a figure"
    }
    return "chips \(parts.joined(separator: "; ")). Add what is missing, or ask about more chips"
  }
}
