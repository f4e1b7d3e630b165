import ArgumentParser
import ChipDB
import Rating
import Report

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold a vendor's claim or a measurement of a chip against the database and against physics.",
    discussion: """
      Examples: assay check H100 --claim fp16=1979; assay check "RTX 4090" --claim tpp=10570; \
      assay check "EPYC 9654" --measured report.json. A refuted claim ends with code 10.
      """)

  @Argument(help: "The chip, by id, name or alias (default: the one that the report names).")
  var chip: String?

  @Option(
    help: ArgumentHelp("A file that `assay rate --json` or `assay measure --json` wrote.", valueName: "file"))
  var measured: String?

  @Option(
    help: ArgumentHelp(
      "Which accelerator of --measured, where it has several, e.g. cuda:1.", valueName: "name"))
  var device: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "What is claimed of the whole package: dense TOP/s by precision, or tpp or performance-density.",
      valueName: "figure=value"))
  var claim: [Figure] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The part of the chip that was measured, above 0 and up to 1.", valueName: "share"))
  var share: Double?

  @OptionGroup var tf32: TF32Options
  @OptionGroup var output: OutputOptions
  @OptionGroup var data: DataOptions

  /// A claimed figure.
  struct Figure: ExpressibleByArgument {
    let quantity: Chip.Trap.Quantity
    let value: Double

    init?(argument: String) {
      let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let quantity = Chip.Trap.Quantity(rawValue: parts[0].lowercased()),
        quantity != .eccn,
        let value = Double(parts[1]), value > 0, value.isFinite
      else { return nil }
      self.quantity = quantity
      self.value = value
    }
  }

  func validate() throws {
    if claim.isEmpty && measured == nil {
      throw ValidationError("give --claim such as fp16=989.5 or tpp=4800, or --measured report.json")
    }
    if chip == nil && measured == nil { throw ValidationError("a claim needs the chip that it is made of") }
    for figure in claim where claim.count(where: { $0.quantity == figure.quantity }) > 1 {
      throw ValidationError("--claim names \(figure.quantity.rawValue) twice: give it once")
    }
    if let share, !(share > 0 && share <= 1) {
      throw ValidationError("--share \(share): give a number above 0 and up to 1")
    }
    if device != nil && measured == nil {
      throw ValidationError("--device says which accelerator of --measured is meant: give that too")
    }
    if share != nil && measured == nil {
      throw ValidationError("--share says what --measured measured: give that too")
    }
  }

  func run() throws {
    var rates: [Precision: Double] = [:]
    var figures: [FigureCheck.Claim] = []
    for figure in claim {
      if case .tops(let precision) = figure.quantity {
        rates[precision] = figure.value
      } else {
        figures.append(.init(quantity: figure.quantity, value: figure.value))
      }
    }
    let page = try CheckPage(
      .init(
        chip: chip, report: measured, device: device, rates: rates, figures: figures, shareOfChip: share,
        tf32Reading: tf32.reading), in: data.database())
    try output.emit(byLaw: page, page.document, under: nil)
    if page.verdict == .refuted {
      throw CommandFailure(status: .claimRefuted, message: "a claim is refuted: \(page.reason)")
    }
  }
}
