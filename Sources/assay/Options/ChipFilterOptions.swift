import ArgumentParser
import ChipDB
import Rating
import Report

/// Which chips of the database a command is about.
struct ChipFilterOptions: ParsableArguments {
  @Option(help: "Only chips whose vendor's name contains this.")
  var vendor: String?

  @Option(help: ArgumentHelp("Only chips with headquarters there (ISO 3166 alpha-2).", valueName: "code"))
  var country: String?

  @Option(help: "Only chips of this kind.")
  var kind: Chip.Kind?

  @Option(
    help: ArgumentHelp("Only chips released on this day or later.", valueName: "date"),
    transform: CalendarDate.argument)
  var from: CalendarDate?

  @Option(
    help: ArgumentHelp("Only chips released on this day or earlier.", valueName: "date"),
    transform: CalendarDate.argument)
  var to: CalendarDate?

  @Option(
    name: [.customLong("data-centre"), .customLong("data-center")],
    help: "Only chips that are, or are not, designed or marketed for data centres.")
  var dataCentre: Outcome?

  @Option(
    name: .customLong("where"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only chips whose figure meets a condition, e.g. 'tpp>=4800'; repeat for more. A figure that is unknown meets none. Figures: \(ChipFigure.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "condition"))
  var conditions: [String] = []

  func validate() throws {
    if let from, let to, from > to {
      throw ValidationError("--from \(from) is after --to \(to): exchange them")
    }
  }

  /// The filter that the options ask for.
  /// - Throws: `ChipDBError.badQuestion` for a condition that cannot be read and a country that no chip has.
  func filter(for database: ChipDatabase) throws(ChipDBError) -> ChipFilter {
    var filter = ChipFilter(vendor: vendor, kind: kind, from: from, to: to, dataCentre: dataCentre)
    for condition in conditions { filter.conditions.append(try ChipCondition(condition)) }
    if let country { filter.country = try database.country(country) }
    return filter
  }

  /// The chips that match; what they leave out is said on standard error.
  func candidates(in database: ChipDatabase, tf32Reading: TF32Reading) throws -> [Chip] {
    let selection = try filter(for: database).apply(to: database.chips, tf32Reading: tf32Reading)
    for note in ChipListPage(selection, columns: []).notes { Console.complain("note: \(note)") }
    return selection.chips
  }
}
