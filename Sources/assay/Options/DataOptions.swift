import ArgumentParser
import ChipDB
import Forecast
import Foundation
import Rulebook

/// Where the chip database and the rulebook are read from.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "The directory that holds chipdb/ and rulebook/ (default: found from where the command lies, or ASSAY_DATA).",
      valueName: "directory"))
  var directory: String?

  @Option(
    name: .customLong("chipdb"),
    help: ArgumentHelp(
      "A directory with tables of your own (the columns of chipdb/): their rows win and are marked.",
      valueName: "directory"))
  var ownTables: String?

  /// Loads the chips, and says on standard error where the user's own tables contradict the shipped ones.
  func database() throws -> ChipDatabase {
    let database = try ChipDatabase.load(directory: root() + "/chipdb", overlay: ownTables)
    for contradiction in database.contradictions { Console.complain("note: \(contradiction)") }
    return database
  }

  /// Loads what others published about the growth of computing.
  func trends() throws -> TrendData { try TrendData.load(directory: root() + "/trends") }

  /// Loads the rules.
  /// - Parameter withTests: whether the test vectors beside them are read too.
  func rulebook(withTests: Bool = false) throws -> Rulebook {
    try Rulebook.load(directory: root() + "/rulebook", withTests: withTests)
  }

  /// The directory in use: the option, the environment, or the nearest one above the executable.
  func root() throws -> String {
    let environment = ProcessInfo.processInfo.environment["ASSAY_DATA"]
    if let given = directory ?? environment {
      if Self.holdsData(given) { return given }
      throw CommandFailure(
        status: .badData,
        message: "\(given): no chipdb/ and rulebook/ there; give the directory that holds both")
    }
    var candidate = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    while candidate.path != "/" {
      for path in [candidate.path, candidate.appendingPathComponent("share/assay").path]
      where Self.holdsData(path) { return path }
      candidate.deleteLastPathComponent()
    }
    throw CommandFailure(
      status: .badData,
      message: "no chipdb/ and rulebook/ above the executable; give --data DIRECTORY or set ASSAY_DATA")
  }

  private static func holdsData(_ path: String) -> Bool {
    ["chipdb/datapackage.json", "rulebook"].allSatisfy {
      FileManager.default.fileExists(atPath: path + "/" + $0)
    }
  }
}
