import ArgumentParser
import ChipDB
import Forecast
import Rating

/// Which chips of both countries count.
struct GapOptions: ParsableArguments {
  @Option(help: "Only chips of this kind.")
  var kind: Chip.Kind?

  @Option(
    name: [.customLong("data-centre"), .customLong("data-center")],
    help: "Only chips that are, or are not, designed or marketed for data centres.")
  var dataCentre: Outcome?

  @Option(
    name: .customLong("where"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only chips whose figure meets a condition, e.g. 'memory>=16'; repeat for more.",
      valueName: "condition"))
  var conditions: [String] = []

  @Option(
    name: .customLong("without"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Leave out a chip; repeat for more.", valueName: "chip"))
  var without: [String] = []

  /// The question about either country.
  func question(
    in database: ChipDatabase, knownBy: CalendarDate, tf32Reading: TF32Reading
  ) throws -> TrendQuestion {
    TrendQuestion(
      .figure(.tpp), .all,
      filter: ChipFilter(
        kind: kind, dataCentre: dataCentre, conditions: try conditions.map { try ChipCondition($0) }),
      leftOut: Set(try without.map { try database.chip(matching: $0).id }), knownBy: knownBy,
      tf32Reading: tf32Reading)
  }
}
