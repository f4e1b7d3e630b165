import Foundation
import Rating

/// The largest training on any day: of those known, and after the last known day by an index.
public struct RunPath: Sendable {
  /// A training that was published.
  public struct Run: Codable, Equatable, Sendable {
    public let id: String
    public let name: String
    public let date: CalendarDate
    /// With what its source leaves.
    public let operations: BoundedValue

    public init(id: String, name: String, date: CalendarDate, operations: BoundedValue) {
      self.id = id
      self.name = name
      self.date = date
      self.operations = operations
    }
  }

  /// In the order of their days.
  public let runs: [Run]
  /// The day of the last run, up to which the largest is known.
  public let knownBy: CalendarDate
  /// How the largest run grows; `nil` where no index is chosen.
  public let growth: YearlyGrowth?

  /// - Parameter knownBy: later runs do not count.
  public init(_ runs: [Run], knownBy: CalendarDate, growth: YearlyGrowth?) {
    self.runs = runs.filter { $0.date <= knownBy }.sorted { ($0.date, $0.id) < ($1.date, $1.id) }
    self.knownBy = self.runs.last?.date ?? knownBy
    self.growth = growth
  }

  /// The largest run by a day; the first of equals.
  public func largest(by date: CalendarDate) -> Run? {
    runs.lazy.filter { $0.date <= date }.reduce(nil) { best, run in
      best.map { $0.operations.value >= run.operations.value } ?? false ? best : run
    }
  }

  /// The largest run of a day; after the last known day, the largest known grown from that day on.
  /// - Throws: `ForecastError.missingFigure` before the first run, and for a day to come without an index.
  public func offer(on date: CalendarDate) throws(ForecastError) -> Offer {
    guard let run = largest(by: min(date, knownBy)) else {
      throw .missingFigure(what: "a training before \(date)", remedy: "add runs with their sources")
    }
    guard date > knownBy else {
      return Offer(
        value: run.operations, chip: nil, basis: "\(run.name) (\(run.date))", isForecast: false)
    }
    guard let growth else {
      throw .missingFigure(
        what: "the growth of the largest training", remedy: "add an index for R6 with its source")
    }
    let years = knownBy.decimalYear.distance(to: date.decimalYear)
    return Offer(
      value: run.operations * growth.factor(years: years), chip: nil,
      basis: "\(run.name) (\(run.date)), from \(knownBy) on grown as \(growth.title)", isForecast: true)
  }
}
