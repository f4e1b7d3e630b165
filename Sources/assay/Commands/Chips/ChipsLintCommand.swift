import ArgumentParser
import ChipDB

extension ChipsCommand {
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check every cell and reference of the tables; broken data ends with code 65.")

    @OptionGroup var data: DataOptions

    func run() throws {
      let database = try data.database()
      try Console.answer(
        "\(database.chips.count) chips, \(database.sources.count) sources, "
          + "\(database.microarchitectures.count) microarchitectures: no problem found\n")
    }
  }
}
