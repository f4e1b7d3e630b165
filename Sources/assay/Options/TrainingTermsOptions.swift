import ArgumentParser
import ChipDB
import Forecast
import Rating

/// How training is reckoned where a line is told in it: as in `assay train`, nothing has a default.
struct TrainingTermsOptions: ParsableArguments {
  @Option(help: "The precision that is trained in.")
  var precision: Precision?

  @OptionGroup var utilisation: UtilisationOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The operations whose days are told.", valueName: "operations"))
  var operations = 1e26

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long the training of a line in operations takes (default: the six months that runs rarely exceed, of chipdb/yardsticks.csv).",
      valueName: "days"))
  var days: Double?

  func validate() throws {
    for (name, value) in [("--operations", operations), ("--days", days)] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(name) \(value): give a number above 0")
      }
    }
  }

  /// The assumptions; `nil` where none is given.
  /// - Parameter isNeeded: whether what is asked cannot be told without them.
  /// - Throws: `ChipDBError.badQuestion` where some are missing, with the choices.
  private func assumptions(in database: ChipDatabase, isNeeded: Bool) throws -> TrainingAssumptions? {
    guard isNeeded || precision != nil || utilisation.mfu != nil || utilisation.goodput != nil else {
      return nil
    }
    guard let precision else {
      throw ChipDBError.badQuestion(
        "--precision is missing, and there is no default: give the precision that is trained in, such as bf16"
      )
    }
    return TrainingAssumptions(
      precision: precision, mfu: try database.mfu(utilisation.mfu, at: precision),
      goodput: try database.goodput(utilisation.goodput))
  }

  /// What a line is reckoned with, apart from the chips.
  /// - Parameter isNeeded: whether what is asked cannot be told without assumptions about training.
  /// - Throws: `ChipDBError.badQuestion` where some of them are missing, with the choices.
  func terms(
    in database: ChipDatabase, isNeeded: Bool, growths: RuleGrowths, runs: RunPath
  ) throws -> LineDrift.Terms {
    LineDrift.Terms(
      training: try assumptions(in: database, isNeeded: isNeeded), operations: operations,
      days: days ?? database.trainingLimits.usualDays.value, algorithms: growths.progress, runs: runs)
  }
}
