import ArgumentParser
import ChipDB
import Forecast
import Rating
import Report

extension TrendSelection: ExpressibleByArgument {}

/// Which chips a trend follows, and how sure it is to be.
struct TrendOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which of the chips the fit takes: all, frontier (better than every chip before), top-3 (among the best 3 at release).",
      valueName: "selection"))
  var select: TrendSelection = .frontier

  @OptionGroup var filter: ChipFilterOptions

  @Option(
    name: .customLong("exportable-to"),
    help: ArgumentHelp(
      "Only chips that no control in force keeps from there on --exportable-on, headquarters there too (ISO 3166 alpha-2).",
      valueName: "code"))
  var exportableTo: String?

  @Option(
    name: .customLong("exportable-on"),
    help: ArgumentHelp("The date of those controls (default: --known-by).", valueName: "date"),
    transform: CalendarDate.argument)
  var exportableOn: CalendarDate?

  @Option(
    name: .customLong("without"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Leave out a chip; repeat for more.", valueName: "chip"))
  var without: [String] = []

  @Option(
    name: .customLong("known-by"),
    help: ArgumentHelp("Only chips that were out by then (default: today).", valueName: "date"),
    transform: CalendarDate.argument)
  var knownBy: CalendarDate?

  @OptionGroup var uncertainty: UncertaintyOptions

  @OptionGroup var tf32: TF32Options

  func validate() throws {
    if exportableOn != nil && exportableTo == nil {
      throw ValidationError("--exportable-on says when: give --exportable-to too")
    }
  }

  /// The question that the options ask.
  func question(_ quantity: TrendQuantity, in database: ChipDatabase, data: RuleOptions) throws
    -> TrendQuestion
  {
    let day = knownBy ?? .today()
    var question = TrendQuestion(
      quantity, select, filter: try filter.filter(for: database), knownBy: day, tf32Reading: tf32.reading)
    question.leftOut = Set(try without.map { try database.chip(matching: $0).id })
    if let exportableTo {
      let rulebook = try data.rulebook()
      question.condition = .exportable(
        to: try rulebook.countries.country(exportableTo).code, on: exportableOn ?? day, under: rulebook,
        tf32Reading: tf32.reading)
    }
    return question
  }
}

/// How sure intervals are to be, and from which seed they are drawn.
struct UncertaintyOptions: ParsableArguments {
  @Option(help: "The probability that an interval is to hold, above 0 and below 1.")
  var level = 0.9

  @Option(help: "How many resamples the bootstrap draws, 100 to 1,000,000.")
  var resamples = 10_000

  @Option(help: "The seed of all draws: the same seed gives the same bytes.")
  var seed: UInt64 = 1

  func validate() throws {
    guard FigureRange.levels.contains(level) else {
      throw ValidationError("--level \(level): give a probability above 0 and below 1, such as 0.9")
    }
    guard (100...1_000_000).contains(resamples) else {
      throw ValidationError("--resamples \(resamples): give 100 to 1,000,000")
    }
  }

  var settings: ChipTrend.Settings { .init(level: level, resamples: resamples, seed: seed) }
}
