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
      assay convert 100 mw --to h100e --definition tpp-diffusion --of gb200; assay convert 1000 h20 --to h100-sxm --by \
      roofline --intensity 100 --model-gb 1400; assay convert 1000 h20 --to h100-sxm --mix training=0.5,decode=0.5
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
      "By what chips are compared: tpp, a precision, bandwidth, memory, io, tdp, price, roofline, or the id of a definition.",
      valueName: "measure"))
  var by: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --by roofline: the operations that the work does for each byte of memory.", valueName: "op/B"))
  var intensity: Double?

  @Option(
    help: ArgumentHelp(
      "With --by roofline: the precision whose rate counts (default: that of the rooflines of equivalences.csv, dense 16-bit)."
    ))
  var precision: Precision?

  @Option(
    help: ArgumentHelp(
      "Compare by a mix of phases of equivalence_phases.csv, each with its share of the reference chip's time, such as training=0.5,decode=0.5.",
      valueName: "phase=share,…"))
  var mix: String?

  @Option(
    name: .customLong("model-gb"), parsing: .unconditional,
    help: ArgumentHelp(
      "From chip to chip: also compare the fewest of each whose memory holds so many decimal GB.",
      valueName: "GB"))
  var modelGB: Double?

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
      by: ConversionMeasure.asked(
        by: by, intensity: intensity, precision: precision, mix: mix, in: database),
      via: of.map(database.chip(matching:)), facilityFactor: facilityFactor, modelGB: modelGB,
      tf32Reading: tf32.reading)
    let page = ConversionPage(conversion, in: database, tf32Reading: tf32.reading)
    try output.emit(byLaw: page, page.document, under: nil)
  }
}
