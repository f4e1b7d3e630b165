import ArgumentParser
import Evidence
import Foundation

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

  func validate() throws {
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
    let order = try BundleOrder(keyFile: key, target: folder, dataRoot: dataRoot)
    if let remark = order.remark { Console.complain("note: \(remark)") }
    let draft = order.draft
    interruption.beforeQuitting { draft.abandon() }
    return order
  }

  /// Writes the bundle of a run that came to its end, and says on standard error what was written.
  /// - Parameter interrupted: whether it did not.
  func write(interrupted: Bool, _ body: () throws -> BundleOrder.Written) throws {
    guard let folder else { return }
    if interrupted {
      Console.complain("no bundle: the run was interrupted")
      return
    }
    let written = try body()
    Console.complain(
      "signed bundle in \(folder), key \(written.keyID), statement SHA-256 \(written.statementDigest); "
        + "`assay verify \(folder)` verifies it")
  }
}
