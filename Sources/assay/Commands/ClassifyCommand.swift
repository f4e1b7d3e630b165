import ArgumentParser
import ChipDB
import Rating
import Report
import Rulebook

extension Outcome: ExpressibleByArgument {}

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Say which paragraphs a chip, or figures, or a training run meet on a date, with the working.",
    discussion: """
      Examples: assay classify H20 --on 2024-01-01; assay classify --tops fp8e4m3=733 --die-area 608 \
      --data-centre yes; assay classify --training-operations 3e25
      """)

  @Argument(help: "A chip of the database, by id, name or alias.")
  var chip: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("TPP.", valueName: "tpp"))
  var tpp: Double?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Dense TOP/s by precision, from which TPP follows.", valueName: "precision=tops"))
  var tops: [RateCommand.Claim] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("Applicable die area.", valueName: "mm²"))
  var dieArea: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Aggregate bidirectional rate to other chips.", valueName: "GB/s"))
  var ioBandwidth: Double?

  @Option(parsing: .unconditional, help: ArgumentHelp("Total DRAM bandwidth.", valueName: "GB/s"))
  var dramBandwidth: Double?

  @Option(
    name: [.customLong("data-centre"), .customLong("data-center")],
    help: "Whether it is designed or marketed for data centres.")
  var dataCentre: Outcome?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Operations that trained a model.", valueName: "operations"))
  var trainingOperations: Double?

  @Option(help: "Whether the model was trained primarily on biological sequence data.")
  var biological: Outcome?

  @Option(help: ArgumentHelp("The date of the rules (default: today).", valueName: "date"))
  var on: CalendarDate?

  @OptionGroup var tf32: TF32Options

  @OptionGroup var output: OutputOptions
  @OptionGroup var data: DataOptions

  private var figures: [(name: String, value: Double?)] {
    [
      ("--tpp", tpp), ("--die-area", dieArea), ("--io-bandwidth", ioBandwidth),
      ("--dram-bandwidth", dramBandwidth),
      ("--training-operations", trainingOperations),
    ]
  }

  func validate() throws {
    for (name, value) in figures {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(name) \(value): give a number above 0")
      }
    }
    let givesFigures =
      !tops.isEmpty || figures.contains { $0.value != nil } || dataCentre != nil || biological != nil
    if chip != nil && givesFigures {
      throw ValidationError("give a chip or figures, not both: a chip's figures come from the database")
    }
    if tops.isEmpty && chip == nil && !figures.contains(where: { $0.value != nil && $0.name != "--die-area" })
    {
      throw ValidationError("give a chip, or figures such as --tpp, --tops or --training-operations")
    }
    if dieArea != nil && tpp == nil && tops.isEmpty {
      throw ValidationError("--die-area needs --tpp or --tops: performance density is TPP over area")
    }
    try RateCommand.Claim.refuseRepetition(tops, option: "--tops")
    if tpp != nil && !tops.isEmpty {
      throw ValidationError("give --tpp or --tops, not both: TPP follows from TOP/s")
    }
  }

  func run() throws {
    let page = try ClassificationPage(
      subject(), on: on ?? .today(), tf32Reading: tf32.reading, rulebook: data.rulebook())
    try output.emit(page, page.document)
  }

  private func subject() throws -> Subject {
    if let chip { return Subject(try data.database().chip(matching: chip), tf32Reading: tf32.reading) }
    let rates = tops.map {
      Throughput(precision: $0.precision, tops: $0.tops, evidence: .declared, source: "command line")
    }
    let rated = PerformanceRating(rates, evidence: .declared, tf32Reading: tf32.reading)
    var facts: [Fact: Outcome] = [:]
    facts[.dataCentre] = dataCentre
    facts[.biologicalSequenceData] = biological
    return Subject(
      name: trainingOperations == nil ? "an item with these figures" : "a training run",
      source: "command line",
      tpp: tpp ?? rated.tpp, dieAreaMM2: dieArea, aggregateIOGBps: ioBandwidth,
      dramBandwidthGBps: dramBandwidth,
      trainingOperations: trainingOperations, facts: facts)
  }
}
