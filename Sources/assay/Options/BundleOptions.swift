import ArgumentParser
import Evidence
import Foundation
import Measurement

/// A signed bundle of what a command found.
struct BundleOptions: ParsableArguments {
  @Option(
    name: .customLong("sign"),
    help: ArgumentHelp(
      "Sign the run with a private key, as `assay key new` makes it, and write a bundle that others can verify; with --out.",
      valueName: "key file"))
  var key: String?

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(
      "The bundle's folder, which does not exist yet or is empty; with --sign.", valueName: "folder"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "A verifier's challenge, answered after the rating and put into the bundle; the operands' seed follows from it. With --sign and --out.",
      valueName: "file"))
  var challenge: String?

  func validate() throws {
    if challenge == "" { throw ValidationError("--challenge '': give the verifier's file") }
    if let challenge, key == nil || folder == nil {
      throw ValidationError(
        "--challenge needs --sign KEY and --out FOLDER, since the answer goes into a signed bundle; without a rating, "
          + "`assay challenge run \(challenge) --out FOLDER` answers it")
    }
    if key == "" { throw ValidationError("--sign '': give the file of a private key") }
    if folder == "" { throw ValidationError("--out '': name a folder") }
    if key != nil && folder == nil {
      throw ValidationError("--sign needs --out FOLDER, where the bundle goes")
    }
    if key == nil && folder != nil {
      throw ValidationError(
        "--out needs --sign KEY: an unsigned bundle would show nothing that --json does not; `assay key new KEY` makes a key"
      )
    }
  }

  /// - Parameters:
  ///   - rules: what the rating rests on.
  ///   - outputs: the files that the answer is also written to.
  /// - Throws: `ValidationError` for what a bundle cannot rest on, and for an output inside of it.
  func check(_ rules: RuleOptions, outputs: [String]) throws {
    guard key != nil, let folder else { return }
    for output in outputs where Self.isInside(output, folder) {
      throw ValidationError(
        "\(output) lies in the bundle's folder, which holds nothing but the bundle: name a place outside of \(folder)"
      )
    }
    if !rules.files.isEmpty {
      throw ValidationError(
        "--rule supposes rules, and evidence rests on those that there are: leave --rule or --sign out")
    }
    if rules.data.ownTables != nil {
      throw ValidationError(
        "--chipdb lays tables of your own over the others, which a bundle does not hold: put them into a data directory and "
          + "give that by --data, or leave --sign out")
    }
  }

  private static func isInside(_ file: String, _ folder: String) -> Bool {
    let parts = [file, folder].map { path in
      URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().pathComponents
        + [URL(fileURLWithPath: path).lastPathComponent]
    }
    return parts[0].starts(with: parts[1])
  }

  /// Reads the key and checks the folder, before anything is measured.
  /// - Parameter interruption: removes what is half written when the process is ended.
  /// - Returns: `nil` where no bundle was asked for.
  func order(dataRoot: String, _ interruption: Interruption) throws -> BundleOrder? {
    guard let key, let folder else { return nil }
    let order = try BundleOrder(
      keyFile: key, target: folder, dataRoot: dataRoot,
      challenge: challenge.map { try ChallengeFile(path: $0, now: Timestamp(.now)) })
    if let remark = order.remark { Console.complain("note: \(remark)") }
    let draft = order.draft
    interruption.beforeQuitting { draft.abandon() }
    return order
  }

  /// Writes the bundle of a run that came to its end, and says on standard error what was written.
  /// - Parameters:
  ///   - interrupted: whether it did not.
  ///   - interruption: from now on leaves time to remove what is half-written.
  func write(
    interrupted: Bool, until interruption: Interruption, _ body: (ProgressLine) throws -> BundleOrder.Written
  ) throws {
    guard let folder else { return }
    if interrupted {
      Console.complain("no bundle: the run was interrupted")
      return
    }
    interruption.allowTidyingUp()
    let progress = ProgressLine()
    defer { progress.finish() }
    let written: BundleOrder.Written
    do { written = try body(progress) } catch {
      guard interruption.isRequested else { throw error }
      throw CommandFailure(
        status: .interrupted,
        message: "interrupted: no bundle was written, and nothing is left of it; the report stands")
    }
    progress.finish()
    Console.complain(
      "signed bundle in \(folder), key \(written.keyID), statement SHA-256 \(written.statementDigest); "
        + "`assay verify \(folder)` verifies it")
  }

  /// Runs the chains of the challenge, if there is one, and says on standard error how fast they were.
  func answer(
    _ order: BundleOrder, _ host: HostDescription, _ providers: [any GEMMProvider], threads: Int,
    until interruption: Interruption, _ progress: ProgressLine
  ) throws -> ChallengeAnswer? {
    do {
      let answer = try order.answer(path: challenge ?? "") { challenge in
        ChallengeSession(
          challenge, providers: providers, threads: threads, room: MeasurementRoom(host),
          version: Assay.version,
          isCancelled: { interruption.isRequested }, progress: { progress.show($0) })
      }
      guard let answer, let asked = order.challenge?.challenge else { return nil }
      progress.finish()
      let rates = answer.transcript.chains.map { chain in
        String(
          format: "%@ %d steps, %.1f GOP/s", chain.precision.label, chain.steps,
          (chain.tops(in: asked) ?? 0) * 1000)
      }
      Console.complain(
        "challenge \(asked.nonce.prefix(16))… answered, by this machine's clock: \(rates.joined(separator: "; "))"
      )
      return answer
    } catch let error as ChallengeError {
      throw ChallengeError(
        error.kind,
        "no bundle was written, and nothing is left of it; the report stands: \(error.description)")
    }
  }

  /// - Throws: `CommandFailure` where some precision of the challenge has no chain.
  func throwIfMissing(_ answer: ChallengeAnswer?) throws {
    guard let missing = answer?.transcript.missing, !missing.isEmpty else { return }
    throw CommandFailure(
      status: .unsupported,
      message:
        "some precisions of the challenge have no chain on this host; the bundle says so, and holds the others: "
        + missing.map { "\($0.precision.label): \($0.reason)" }.joined(separator: "; "))
  }
}
