import ArgumentParser
import Rating
import Report
import Rulebook

/// The figures and facts of something that is in no database.
struct FigureOptions: ParsableArguments {
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
    parsing: .unconditional,
    help: ArgumentHelp("Of a memory stack: bandwidth over its area.", valueName: "GB/s/mm²"))
  var memoryBandwidthDensity: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Of a chip that a foundry ships: its transistors.", valueName: "count"))
  var transistors: Double?

  @Option(
    name: .customLong("fp64"), parsing: .unconditional,
    help: ArgumentHelp("Of a computer: FP64 rate of the processors that share memory.", valueName: "TFLOP/s"))
  var fp64: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Operations that trained a model.", valueName: "operations"))
  var trainingOperations: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Of a cluster: its peak for training.", valueName: "OP/s"))
  var clusterPerformance: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Of a cluster: its networking.", valueName: "Gbit/s"))
  var clusterNetworking: Double?

  @Option(
    name: [.customLong("data-centre"), .customLong("data-center")],
    help: "Whether it is designed or marketed for data centres.")
  var dataCentre: Outcome?

  @Option(help: "Whether the model was trained primarily on biological sequence data.")
  var biological: Outcome?

  @Option(
    name: .customLong("fact"), parsing: .upToNextOption,
    help: ArgumentHelp("Any other fact that a rule turns on.", valueName: "fact=yes|no|unknown"))
  var others: [StatedFact] = []

  private var named: [(name: String, quantity: Quantity?, value: Double?)] {
    [
      ("--tpp", .tpp, tpp), ("--die-area", nil, dieArea), ("--io-bandwidth", .aggregateIO, ioBandwidth),
      ("--dram-bandwidth", .dramBandwidth, dramBandwidth),
      ("--memory-bandwidth-density", .memoryBandwidthDensity, memoryBandwidthDensity),
      ("--transistors", .transistorCount, transistors), ("--fp64", .fp64Rate, fp64),
      ("--training-operations", .trainingOperations, trainingOperations),
      ("--cluster-performance", .clusterPerformance, clusterPerformance),
      ("--cluster-networking", .clusterNetworking, clusterNetworking),
    ]
  }

  var facts: [Fact: Outcome] {
    var facts = Dictionary(others.map { ($0.fact, $0.outcome) }, uniquingKeysWith: { $1 })
    facts[.dataCentre] = dataCentre ?? facts[.dataCentre]
    facts[.biologicalSequenceData] = biological ?? facts[.biologicalSequenceData]
    return facts
  }

  /// Refuses figures that do not go together.
  func check(forChip chip: String?) throws {
    for (name, _, value) in named {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(name) \(value): give a number above 0")
      }
    }
    let hasFigures = !tops.isEmpty || named.contains { $0.value != nil }
    if chip != nil && (hasFigures || !facts.isEmpty) {
      throw ValidationError("give a chip or figures, not both: a chip's figures come from the database")
    }
    if chip == nil && tops.isEmpty && !named.contains(where: { $0.value != nil && $0.quantity != nil }) {
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

  /// The subject of these figures.
  func subject(tf32Reading: TF32Reading) -> Subject {
    let rates = tops.map {
      Throughput(precision: $0.precision, tops: $0.tops, evidence: .declared, source: "command line")
    }
    let rated = PerformanceRating(rates, evidence: .declared, tf32Reading: tf32Reading)
    var figures: [Quantity: Double] = [:]
    for (_, quantity, value) in named {
      if let quantity, let value { figures[quantity] = value }
    }
    figures[.tpp] = tpp ?? rated.tpp
    figures[.processingPerformance] = rated.rows.map(\.tops).max()
    return Subject(
      name: name, source: "command line", figures: figures, dieAreaMM2: dieArea, facts: facts)
  }

  private var name: String {
    if trainingOperations != nil { return "a training run" }
    if clusterPerformance != nil || clusterNetworking != nil { return "a computing cluster" }
    return "an item with these figures"
  }
}

/// A fact as the command line states it.
struct StatedFact: ExpressibleByArgument {
  let fact: Fact
  let outcome: Outcome

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let fact = Fact(rawValue: parts[0]), let outcome = Outcome(rawValue: parts[1])
    else { return nil }
    self.fact = fact
    self.outcome = outcome
  }

  static var allValueStrings: [String] { Fact.allCases.map { "\($0.rawValue)=yes" } }
}
