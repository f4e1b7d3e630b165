import ArgumentParser
import Foundation
import Measurement

/// Opens a library and multiplies once, in a process of its own: what a strange library does there, it cannot
/// do to the measurement.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe-library", abstract: "Open a CBLAS library and check one small product.",
    shouldDisplay: false)

  @Argument var path: String

  func run() throws {
    let provider: CBLASProvider
    do {
      provider = try CBLASProvider(name: "BLAS", path: path)
      try provider.checkOnce()
    } catch {
      try Console.answer("\(error)\n")
      throw ExitStatus.unsupported.code
    }
    try Console.answer(Self.sound + "\n")
  }

  private static let sound = "sound"
  private static let patienceSeconds = 20.0

  /// Probes a library in a child.
  /// - Returns: why it must not be used; `nil` when it is sound.
  static func fault(of path: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["probe-library", "--", path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { return "cannot be probed: \(error.localizedDescription)" }
    let deadline = Date.now.addingTimeInterval(patienceSeconds)
    while process.isRunning && Date.now < deadline { usleep(10_000) }
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      return "did not finish one small product within \(Int(patienceSeconds)) seconds"
    }
    if process.terminationReason == .uncaughtSignal {
      return "crashed when it was opened or used (signal \(process.terminationStatus))"
    }
    let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    if process.terminationStatus == 0 && text == sound { return nil }
    return text.isEmpty ? "ended the process when it was opened or used" : text
  }
}
