import ArgumentParser
import Measurement
import Report

struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract:
      "Show the processor, what this process may use of it, the GEMM libraries with their kernels, and the accelerators."
  )

  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var data: DataOptions

  func run() throws {
    try withExtendedLifetime(Interruption()) {
      let devices = try workers.catalogue()
      let page = DevicesPage(
        host: .current(),
        catalogue: .open { library throws(ProviderError) in try Worker.open(library, patience: 10) },
        devices: devices, database: try data.database())
      try output.emit(page, page.document)
    }
  }
}
