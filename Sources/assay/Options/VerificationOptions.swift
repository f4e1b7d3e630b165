import ArgumentParser
import Evidence

/// A bundle that is to be verified, and by what.
struct VerificationOptions: ParsableArguments {
  @Argument(help: "The folder of the bundle.")
  var folder: String

  @Option(
    help: ArgumentHelp(
      "A file with the signers that you trust, one JSON object a line (`assay key show FILE --name NAME` prints one); any other signer fails.",
      valueName: "file"))
  var trust: String?

  @OptionGroup var data: DataOptions

  func validate() throws {
    if folder.isEmpty { throw ValidationError("'': give the folder of a bundle") }
    if trust == "" { throw ValidationError("--trust '': give a file") }
    if data.ownTables != nil {
      throw ValidationError("--chipdb plays no part: a bundle is verified with the data that it holds")
    }
  }

  /// Verifies the bundle. Data of this version's own is only looked at where there is some, or some is named.
  func verification() throws -> Verification {
    let own = data.directory == nil ? try? data.root() : try data.root()
    return try BundleVerifier(
      folder: folder, trust: trust.map { try TrustFile(path: $0) }, ownData: own, version: Assay.version
    ).verification()
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
}
