import ArgumentParser
import Rating
import Report
import Rulebook

/// The figures and facts of something that is in no database.
struct FigureOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("TPP.", valueName: "tpp"))
  var tpp: FigureInterval?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Dense TOP/s by precision, from which TPP follows; LOW..HIGH for an interval, here and in every figure below.",
      valueName: "precision=tops"))
  var tops: [RateInterval] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("Applicable die area.", valueName: "mm²"))
  var dieArea: FigureInterval?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Aggregate bidirectional rate to other chips.", valueName: "GB/s"))
  var ioBandwidth: FigureInterval?

  @Option(parsing: .unconditional, help: ArgumentHelp("Total DRAM bandwidth.", valueName: "GB/s"))
  var dramBandwidth: FigureInterval?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Of a memory stack: bandwidth over its area.", valueName: "GB/s/mm²"))
  var memoryBandwidthDensity: FigureInterval?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Of a chip that a foundry ships: its transistors.", valueName: "count"))
  var transistors: FigureInterval?

  @Option(
    name: .customLong("fp64"), parsing: .unconditional,
    help: ArgumentHelp("Of a computer: FP64 rate of the processors that share memory.", valueName: "TFLOP/s"))
  var fp64: FigureInterval?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Operations that trained a model.", valueName: "operations"))
  var trainingOperations: FigureInterval?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Of a cluster: its peak for training.", valueName: "OP/s"))
  var clusterPerformance: FigureInterval?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Of a cluster: its networking.", valueName: "Gbit/s"))
  var clusterNetworking: FigureInterval?

  @Option(
    help:
      "How the values of the one interval given are spread; without it no probability is told, since none is assumed."
  )
  var distribution: Distribution?

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

  private var named: [(name: String, quantity: Quantity?, value: FigureInterval?)] {
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
  func check(forChip chip: String?, measured: String?) throws {
    for (name, _, value) in named {
      try value?.check(name)
    }
    let hasFigures = !tops.isEmpty || named.contains { $0.value != nil && $0.name != "--die-area" }
    if chip != nil && (hasFigures || dieArea != nil || !facts.isEmpty || measured != nil) {
      throw ValidationError("give a chip or figures, not both: a chip's figures come from the database")
    }
    if measured != nil && hasFigures {
      throw ValidationError("give --measured or figures, not both: a report brings its own")
    }
    if chip == nil && measured == nil && !hasFigures {
      throw ValidationError(
        "give a chip, figures such as --tpp, --tops or --training-operations, or --measured report.json")
    }
    if distribution != nil && (measured != nil || given(tf32Reading: .container32).sweeps.count != 1) {
      throw ValidationError(
        "--distribution says how one figure is spread over its interval: give exactly one as LOW..HIGH; how several "
          + "go together would have to be assumed")
    }
    if dieArea != nil && tpp == nil && tops.isEmpty && measured == nil {
      throw ValidationError("--die-area needs --tpp or --tops: performance density is TPP over area")
    }
    for precision in Precision.allCases where tops.filter({ $0.precision == precision }).count > 1 {
      throw ValidationError("--tops names \(precision.rawValue) twice: give it once")
    }
    for rate in tops { try rate.interval.check("--tops \(rate.precision.rawValue)") }
    if tpp != nil && !tops.isEmpty {
      throw ValidationError("give --tpp or --tops, not both: TPP follows from TOP/s")
    }
  }

  /// These figures, as given.
  func given(tf32Reading: TF32Reading) -> GivenFigures {
    GivenFigures(
      name: name,
      rates: Dictionary(tops.map { ($0.precision, $0.interval.range) }, uniquingKeysWith: { $1 }),
      figures: Dictionary(
        uniqueKeysWithValues: named.compactMap { _, quantity, value in
          quantity.flatMap { quantity in value.map { (quantity, $0.range) } }
        }), dieAreaMM2: dieArea?.range, facts: facts, tf32Reading: tf32Reading)
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
