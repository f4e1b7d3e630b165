import ArgumentParser
import Evidence
import Foundation
import Measurement

/// A bundle that is to be verified, and by what.
struct VerificationOptions: ParsableArguments {
  @Argument(help: "The folder of the bundle.")
  var folder: String

  @Option(
    help: ArgumentHelp(
      "A file with the signers that you trust, one JSON object a line (`assay key show FILE --name NAME` prints one); any other signer fails.",
      valueName: "file"))
  var trust: String?

  @Option(
    help: ArgumentHelp(
      "The challenge as you kept it: the bundle must answer it. Without it a challenge in the bundle proves nothing fresh.",
      valueName: "file"))
  var challenge: String?

  @Option(
    help: ArgumentHelp(
      "When you received the bundle, e.g. 2026-11-28T19:02:43Z (default: now); with --challenge.",
      valueName: "time"))
  var received: Timestamp?

  @OptionGroup var data: DataOptions

  func validate() throws {
    if challenge == "" { throw ValidationError("--challenge '': give the challenge that you kept") }
    if received != nil && challenge == nil {
      throw ValidationError(
        "--received needs --challenge FILE: when a bundle came counts against a challenge that you have issued yourself"
      )
    }
    if folder.isEmpty { throw ValidationError("'': give the folder of a bundle") }
    if trust == "" { throw ValidationError("--trust '': give a file") }
    if data.ownTables != nil {
      throw ValidationError("--chipdb plays no part: a bundle is verified with the data that it holds")
    }
  }

  /// Verifies the bundle, with progress on standard error. Data of this version's own is only looked at where there is
  /// some, or some is named.
  func verification() throws -> Verification {
    let now = Date.now
    let awaited = try challenge.map {
      AwaitedAnswer(try ChallengeFile(path: $0), receivedAt: received ?? Timestamp(now))
    }
    let own = data.directory == nil ? try? data.root() : try data.root()
    let progress = ProgressLine()
    defer { progress.finish() }
    return try withExtendedLifetime(Interruption()) {
      try BundleVerifier(
        folder: folder, trust: trust.map { try TrustFile(path: $0) }, ownData: own, version: Assay.version,
        now: now,
        awaited: awaited, progress: { progress.show($0) }
      ).verification()
    }
  }
}

extension Verification {
  /// - Throws: `CommandFailure` where the bundle is not verified.
  func throwIfBad() throws {
    guard let failure else { return }
    throw CommandFailure(
      status: failure.kind == .unreadable ? .badData : .invalidMeasurement,
      message:
        "\(bundle.printable): \(failure.kind == .unreadable ? "cannot be verified" : "not verified"): \(failure.message)"
    )
  }

  /// - Throws: `CommandFailure` where the verifier's own challenge asks for a precision at which the signer has no chain.
  func throwIfMissing() throws {
    guard let challenge, challenge.isVerifiersOwn else { return }
    let missing = challenge.verdict.chains.filter { $0.status == .missing }.map(\.precision.label)
    guard !missing.isEmpty else { return }
    throw CommandFailure(
      status: .unsupported,
      message:
        "\(bundle.printable): verified, but the signer has no chain at \(missing.joined(separator: ", ")), for which "
        + "your challenge asks")
  }
}
