import ArgumentParser
import Foundation
import Measurement
import Report

struct WorkerCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold a worker, or a plug-in, against every rule of the worker protocol.",
    discussion: """
      Exit codes: 0 every rule that applies is kept; 11 one is broken; 12 there is nothing to check: it cannot be started, \
      or tells of no device.
      Examples: assay worker check ./my-worker; assay worker check ./libvendor.so --device vendor:1; assay worker check cuda
      """)

  @Argument(
    help: ArgumentHelp(
      "A Python script (.py), a shared library (.so), a program, or what Assay has itself: cuda, hip.",
      valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("A device of its greeting (default: the first).", valueName: "id"))
  var device: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let report: ConformanceReport = try withExtendedLifetime(Interruption()) {
      let progress = ProgressLine()
      defer { progress.finish() }
      do throws(DeviceError) {
        let builtIn = DeviceProgram.builtIns.first { $0.name == file }
        let program = if let builtIn { builtIn } else { try DeviceProgram(path: file) }
        return try ConformanceSuite.check(
          program, device: device, assay: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        ) { progress.show($0) }
      } catch { throw CommandFailure(status: .unsupported, message: "\(file): \(error)") }
    }
    let page = ConformancePage(report)
    try output.emit(page, page.document, isBrief: true)
    if !report.passed { throw ExitStatus.invalidMeasurement.code }
  }
}
