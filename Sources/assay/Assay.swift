import ArgumentParser
import ChipDB
import Evidence
import Forecast
import Foundation
import Measurement
import Report
import Rulebook

@main
struct Assay: ParsableCommand {
  static let version = "0.7.0"

  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract:
      "Rates compute hardware against compute thresholds: measure, rate, check, compare with the law.",
    discussion: """
      Exit codes: 0 good; 10 a claim is refuted; 11 a measurement or a bundle failed its check; 12 unsupported host or \
      library; 13 unknown chip; 14 a ledger breaks a limit; 15 too few data for a forecast; 64 usage; 65 broken data; 73 an output cannot be written; 130 interrupted.
      """,
    version: version,
    subcommands: [
      RateCommand.self, DevicesCommand.self, MeasureCommand.self, CompareCommand.self, CheckCommand.self,
      ChallengeCommand.self, ClassifyCommand.self, ConvertCommand.self, AllowancesCommand.self,
      TrainCommand.self,
      LedgerCommand.self,
      ForecastCommand.self, KeyCommand.self, VerifyCommand.self, CiteCommand.self, ChipsCommand.self,
      SystemsCommand.self, RulesCommand.self, WorkerCommand.self,
    ])

  static func main() {
    Console.occupyClosedDescriptors()
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as CommandFailure {
      Console.complain("assay: \(failure.message)")
      Foundation.exit(failure.status.rawValue)
    } catch let error as ChipDBError {
      Console.complain("assay: \(error)")
      let status: ExitStatus = error.isUsage ? .usage : error.isUnknownChip ? .unknownChip : .badData
      Foundation.exit(status.rawValue)
    } catch let error as RulebookError {
      Console.complain("assay: \(error)")
      Foundation.exit((error.isAboutData ? ExitStatus.badData : .usage).rawValue)
    } catch let error as TrainingRunError {
      Console.complain("assay: \(error)")
      Foundation.exit(ExitStatus.usage.rawValue)
    } catch let error as ForecastError {
      Console.complain("assay: \(error)")
      Foundation.exit((error.isUsage ? ExitStatus.usage : .noForecast).rawValue)
    } catch let error as TrendDataError {
      Console.complain("assay: \(error)")
      Foundation.exit(ExitStatus.badData.rawValue)
    } catch let error as EvidenceError {
      Console.complain("assay: \(error)")
      let status: ExitStatus =
        switch error {
        case .usage: .usage
        case .unreadable: .badData
        case .cannotWrite: .cannotWrite
        }
      Foundation.exit(status.rawValue)
    } catch let error as ReportFileError {
      Console.complain("assay: \(error)")
      Foundation.exit(ExitStatus.badData.rawValue)
    } catch let error as ChallengeError {
      Console.complain("assay: \(error)")
      Foundation.exit(ExitStatus(error.kind).rawValue)
    } catch let error as MeasurementError {
      Console.complain("assay: \(error)")
      Foundation.exit((error.isUsage ? ExitStatus.usage : .unsupported).rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
