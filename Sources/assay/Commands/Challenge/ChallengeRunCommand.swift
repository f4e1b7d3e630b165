import ArgumentParser
import Foundation
import Measurement
import Report

struct ChallengeRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Answer a challenge on this host: run its chains with the best library of each precision.",
    discussion: """
      The libraries of this host's processors are used; accelerators have no chains yet. The folder holds \
      transcript.json and the chains' results, and is there whole or not at all.
      """)

  @Argument(help: "The challenge, as `assay challenge new` wrote it.")
  var challenge: String

  @Option(help: ArgumentHelp("A new folder for the answer.", valueName: "folder"))
  var out: String

  @Option(
    parsing: .unconditional, help: "Threads (default: one a visible core, within the control group's quota).")
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Only libraries whose name and version begin with this, e.g. \"oneDNN 2\".", valueName: "name"))
  var library: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Further libraries to try, by path: any CBLAS, or oneDNN.", valueName: "path"))
  var blas: [String] = []

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads \(threads): give at least 1") }
    if out.isEmpty { throw ValidationError("--out '': name a folder") }
  }

  func run() throws {
    let interruption = Interruption()
    let challenge = try Challenge(path: challenge, now: Timestamp(.now))
    let host = HostDescription.current()
    if let threads, threads > host.topology.affinity.count {
      throw ValidationError(
        "--threads \(threads): this process may use \(host.topology.affinity.count) processor(s)")
    }
    let folder = try ChallengeFolder(path: out)
    interruption.allowTidyingUp()
    let progress = ProgressLine()
    defer { progress.finish() }
    let transcript = try ChallengeSession(
      challenge, providers: try providers(), threads: threads ?? host.topology.workers,
      room: MeasurementRoom(host),
      version: Assay.version, isCancelled: { interruption.isRequested }, progress: { progress.show($0) }
    ).run(into: folder)
    progress.finish()
    let page = ChallengeRunPage(challenge, transcript, folder: out)
    try output.emit(page, page.document)
    if !transcript.missing.isEmpty {
      throw CommandFailure(
        status: .unsupported,
        message: "some precisions have no chain on this host; the others are in \(out): "
          + transcript.missing.map { "\($0.precision.label): \($0.reason)" }.joined(separator: "; "))
    }
  }

  private func providers() throws -> [any GEMMProvider] {
    let all = ProviderCatalogue.open(LibrarySpec.known + blas.map { LibrarySpec.named($0) }) {
      library throws(ProviderError) in try Worker.open(library, patience: 10)
    }
    let chosen = library.map { all.matching($0) } ?? all
    guard !chosen.providers.isEmpty else {
      let known = all.providers.map(\.identity.label).joined(separator: ", ")
      throw CommandFailure(
        status: .unsupported,
        message:
          "no library \(library.map { "'\($0)' " } ?? "")to multiply with; there \(known.isEmpty ? "is none" : "are \(known)")"
      )
    }
    return chosen.providers
  }
}
