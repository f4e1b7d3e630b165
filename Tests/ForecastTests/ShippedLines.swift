import ChipDB
import Foundation
import Rating
import Rulebook
import Testing

@testable import Forecast

/// The shipped chips and rules, and lines of them.
enum ShippedLines {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let rulebook = Result { () throws -> Rulebook in
    try Rulebook.load(directory: root.appendingPathComponent("rulebook").path, withTests: false)
  }

  static func line(_ id: String) throws -> ThresholdLine { try rulebook.get().line(matching: id) }

  static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

  static func question(_ change: (inout TrendQuestion) -> Void = { _ in }) throws -> TrendQuestion {
    var question = TrendQuestion(
      .figure(.tpp), .frontier, filter: ChipFilter(dataCentre: .yes), knownBy: try day("2026-11-24"),
      tf32Reading: .container32)
    change(&question)
    return question
  }

  static func path(
    _ quantity: TrendQuantity = .figure(.tpp), _ change: (inout TrendQuestion) -> Void = { _ in }
  ) throws -> FrontierPath {
    try FrontierPath(
      ChipSeries(question(change).about(quantity), in: ChipTrendTests.database.get()),
      settings: .init(resamples: 1_000))
  }

  /// Training at a given MFU and goodput 1.
  static func training(mfu: String) throws -> TrainingAssumptions {
    let database = try ChipTrendTests.database.get()
    return TrainingAssumptions(
      precision: .bf16, mfu: try database.mfu(mfu, at: .bf16), goodput: try database.goodput("1"))
  }

  static func terms(operations: Double = 1e26, training: TrainingAssumptions? = nil) -> LineDrift.Terms {
    .init(training: training, operations: operations, days: 100, algorithms: nil, runs: nil)
  }
}
