import Rating

/// A line of the law for training compute, and when a run reaches it.
public struct TrainingLine: Codable, Equatable, Sendable {
  /// The line, with its instrument, its strictness and its status on the date of the rules.
  public let line: Allowance
  /// Whether the run ends beyond the line, by its reported figures.
  public let isCrossed: Outcome
  /// By all figures that sources give: unknown where they fall on both sides.
  public let isCrossedOverPublished: Outcome
  /// How many days into the run the line is met; for ">" the run is beyond it right after. `nil` where it is not crossed.
  public let day: BoundedValue?
  /// The day of the calendar on which that is; `nil` without a first day of the run.
  public let date: CalendarDate?

  /// - Parameter start: the first day of the run.
  public init(_ line: Allowance, of run: TrainingRun, start: CalendarDate?) {
    self.line = line
    let ends = [run.operations.range.lowerBound, run.operations.range.upperBound].map {
      Outcome(line.comparison.holds($0, line.value))
    }
    isCrossed = Outcome(line.comparison.holds(run.operations.value, line.value))
    isCrossedOverPublished = ends[0] == ends[1] ? ends[0] : .unknown
    // At the run's pace: of operations, chips and days one alone has an interval, so that nothing is counted twice.
    day = isCrossed == .yes ? BoundedValue(line.value) / (run.operations / run.days) : nil
    date = day.flatMap { day in Int(exactly: day.value.rounded(.down)).flatMap { start?.adding(days: $0) } }
  }
}

extension Rulebook {
  /// Every line for training compute in force on a day, the lowest first, each with when the run reaches it.
  /// - Parameter start: the first day of the run.
  public func lines(of run: TrainingRun, on date: CalendarDate, start: CalendarDate?) -> [TrainingLine] {
    allowances(on: date).filter { $0.quantity == .trainingOperations }
      .map { TrainingLine($0, of: run, start: start) }
      .enumerated().sorted { ($0.element.line.value, $0.offset) < ($1.element.line.value, $1.offset) }
      .map(\.element)
  }
}
