import ArgumentParser
import ChipDB
import Forecast
import Parallel
import Rulebook

/// Where the data is read from, and the rules that are supposed besides.
struct RuleOptions: ParsableArguments {
  @OptionGroup var data: DataOptions

  @Option(
    name: .customLong("rule"),
    help: ArgumentHelp(
      "A rule file of your own, or one that gives numbers of an instrument other values; repeat for more. Every answer that rests on it is marked what-if.",
      valueName: "file"))
  var files: [String] = []

  func validate() throws {
    if files.contains("") { throw ValidationError("--rule has an empty name: name a file") }
    if Set(files).count < files.count { throw ValidationError("--rule names a file twice: give it once") }
  }

  func database() throws -> ChipDatabase { try data.database() }

  /// Loads what others published about growth.
  func trends() throws -> TrendData { try data.trends() }

  /// Loads the chips and the rules, at the same time. Where both fail the rules' failure is told.
  func databaseAndRulebook() throws -> (ChipDatabase, Rulebook) {
    let (rulebook, database) = try concurrently(
      { () throws -> Rulebook in try self.rulebook() }, { () throws -> ChipDatabase in try self.database() })
    return (database, rulebook)
  }

  func root() throws -> String { try data.root() }

  /// Loads the rules, with those of `--rule`.
  /// - Parameters:
  ///   - withTests: whether the test vectors beside them are read too.
  ///   - standing: the only one that is asked about; `nil` for all.
  func rulebook(withTests: Bool = false, under standing: Standing? = nil) throws -> Rulebook {
    try data.rulebook(withTests: withTests).supposing(
      files, standing.map(Supposition.only) ?? .asNamed, withTests: withTests)
  }
}
