import ArgumentParser
import Evidence

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Keys by which runs are signed (Ed25519).",
    subcommands: [KeyNewCommand.self, KeyShowCommand.self])
}

struct KeyNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a private key and, beside it, the public one.",
    discussion: """
      FILE gets the private key (PKCS #8 in PEM, mode 600), FILE.pub the public one (SubjectPublicKeyInfo in PEM); OpenSSL \
      reads both. No file is overwritten.
      """)

  @Argument(help: "The file for the private key.")
  var file: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let files = KeyFile(file)
    let page = KeyPage(try files.create(), files: [file, files.publicPath])
    try output.emit(page, page.document)
  }
}

struct KeyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the id and the public part of a key, and its line for a trust file.")

  @Argument(help: "The file of a private or a public key.")
  var file: String

  @Option(help: ArgumentHelp("Whose key it is: prints the line for a trust file.", valueName: "name"))
  var name: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if name == "" { throw ValidationError("--name '': say whose key it is") }
  }

  func run() throws {
    let page = KeyPage(try KeyFile(file).verificationKey(), name: name)
    try output.emit(page, page.document)
  }
}
