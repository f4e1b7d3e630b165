import ArgumentParser
import Measurement
import Report

struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract:
      "Show the processor, what this process may use of it, and the GEMM libraries with their kernels.")

  @OptionGroup var output: OutputOptions
  @OptionGroup var data: DataOptions

  func run() throws {
    try withExtendedLifetime(Interruption()) {
      let page = DevicesPage(
        host: .current(),
        catalogue: .open { library throws(ProviderError) in try Worker.open(library, patience: 10) },
        database: try data.database())
      try output.emit(page, page.document)
    }
  }
}
