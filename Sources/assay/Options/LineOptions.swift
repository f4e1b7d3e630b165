import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report
import Rulebook

/// Which line a forecast is about, and which chips it follows.
struct LineOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A parameter, allowance or paragraph of the rules by its id (lpp, country, 3A090.a.1, us-eo-14110/operations), or a figure such as 4800tpp, 26.9e6tpp, 1e26flop.",
      valueName: "line"))
  var line: String

  @Option(
    help: ArgumentHelp("The day on which a figure of your own counts as written.", valueName: "date"),
    transform: CalendarDate.argument)
  var written: CalendarDate?

  @Option(
    help: ArgumentHelp("A day after which a forecast is marked as reaching too far.", valueName: "date"),
    transform: CalendarDate.argument)
  var horizon = CalendarDate.forecastHorizon

  @OptionGroup var trend: TrendOptions

  func validate() throws {
    if ThresholdLine.figure(line) == nil, written != nil {
      throw ValidationError("--written is for a figure of your own; '\(line)' has the days of its rule")
    }
    if ThresholdLine.figure(line) != nil, written == nil {
      throw ValidationError(
        "'\(line)' is a figure of your own: say with --written on which day it counts from")
    }
    if trend.select == .all {
      throw ValidationError(
        "--select all is no frontier: give frontier, or top-3 for the best three at release")
    }
  }

  /// The question of the chips that it follows; those for data centres where none are asked for.
  func question(in database: ChipDatabase, data: RuleOptions) throws -> TrendQuestion {
    var question = try trend.question(.figure(.tpp), in: database, data: data)
    question.filter.dataCentre = question.filter.dataCentre ?? .yes
    return question
  }

  /// The line that is meant, and what its instrument leaves out.
  func line(
    _ question: TrendQuestion, in database: ChipDatabase, rulebook: Rulebook
  ) throws -> (line: ThresholdLine, notModelled: [String]) {
    if let written {
      let best = try ChipSeries(question, in: database).best(by: written)
      if let figure = ThresholdLine(figure: line, written: written, bestChip: best?.value) {
        return (figure, [])
      }
    }
    let found = try rulebook.line(matching: line)
    let instrument = rulebook.instruments.first { $0.id == found.instrument }
    return (found, instrument?.notModelled(on: question.knownBy) ?? [])
  }
}
