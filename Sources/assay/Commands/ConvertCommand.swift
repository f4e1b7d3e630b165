import ArgumentParser
import ChipDB
import Rating
import Report

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract:
      "Convert chips, TPP, H100-equivalents, MW and USD into one another, with every step of the working.",
    discussion: """
      A quantity is a number and a unit: a chip, tpp, mw, usd, or a definition of equivalences.csv (h100e takes \
      --definition). From chip to chip --by says what is compared; between units of different figures --of names the \
      chip between them.

      Examples: assay convert 50000 h100-sxm --to ascend-910c --by tpp; assay convert 790000000 tpp --to h20; \
      assay convert 100 mw --to h100e --definition tpp-diffusion --of gb200
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(
      "How many, and of what: a chip, tpp, mw, usd, h100e, or the id of a definition.",
      valueName: "quantity> <unit"))
  var question: [String] = []

  @Option(help: ArgumentHelp("Into what: as the unit.", valueName: "unit"))
  var to: String

  @Option(
    help: ArgumentHelp(
      "By what chips are compared: tpp, a precision, bandwidth, memory, io, tdp or price.",
      valueName: "measure"))
  var by: String?

  @Option(help: ArgumentHelp("The definition of h100e, by its id in equivalences.csv.", valueName: "id"))
  var definition: String?

  @Option(
    help: ArgumentHelp(
      "The chip by way of which units of different figures are converted.", valueName: "chip"))
  var of: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The power of the facility over that of its chips; a number of your own.", valueName: "factor"))
  var facilityFactor: Double?

  @OptionGroup var tf32: TF32Options

  @OptionGroup var output: OutputOptions
  @OptionGroup var data: DataOptions

  private var quantity: String { question.first ?? "" }
  private var unit: String { question.dropFirst().joined(separator: " ") }

  func validate() throws {
    if let option = question.first(where: { $0.hasPrefix("--") }) {
      throw ValidationError("\(option): no such option; see --help")
    }
    if question.count < 2 {
      throw ValidationError("give a quantity and its unit, such as 50000 h100-sxm")
    }
    if let facilityFactor, !(facilityFactor >= 1 && facilityFactor.isFinite) {
      throw ValidationError("--facility-factor \(facilityFactor): give a number of at least 1")
    }
    if definition != nil && ![unit, to].contains(where: { $0.lowercased() == ConversionUnit.bareEquivalent })
    {
      throw ValidationError("--definition plays no part: neither side is h100e")
    }
  }

  func run() throws {
    let database = try data.database()
    let definition = try definition.map(database.equivalenceDefinition)
    let from = try ConversionUnit(unit, definition: definition, in: database)
    let conversion = try Conversion(
      ConversionAmount(quantity, of: from), from,
      to: ConversionUnit(to, definition: definition, in: database),
      by: by.map { key throws(ChipDBError) in try ConversionMeasure(key: key) },
      via: of.map(database.chip(matching:)), facilityFactor: facilityFactor, tf32Reading: tf32.reading)
    let page = ConversionPage(conversion, in: database, tf32Reading: tf32.reading)
    try output.emit(byLaw: page, page.document, under: nil)
  }
}
