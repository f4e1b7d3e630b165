import ArgumentParser
import ChipDB
import Report

extension ChipsCommand {
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one chip: every figure with its source, and what follows with its working.")

    @Argument(help: "The chip's id, name or alias.")
    var chip: String

    @OptionGroup var tf32: TF32Options

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func run() throws {
      let database = try data.database()
      let page = ChipPage(try database.chip(matching: chip), in: database, tf32Reading: tf32.reading)
      try output.emit(page, page.document)
    }
  }
}
