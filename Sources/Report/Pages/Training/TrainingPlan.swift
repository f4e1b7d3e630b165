import ChipDB
import Rating
import Rulebook

/// A training run on chips of the database: what goes in, with its sources.
public struct TrainingPlan: Sendable {
  public let chip: Chip
  public let precision: Precision
  public let peak: SourcedValue
  public let mfu: UtilisationShare
  public let goodput: UtilisationShare
  public let run: TrainingRun

  /// What the user's own numbers add.
  public struct Prices: Equatable, Sendable {
    /// The power of the facility over that of its chips.
    public let facilityFactor: Double?
    /// What an hour of one chip costs, in USD.
    public let usdPerChipHour: Double?

    public init(facilityFactor: Double?, usdPerChipHour: Double?) {
      self.facilityFactor = facilityFactor
      self.usdPerChipHour = usdPerChipHour
    }
  }

  /// Reckons with two of chips, days and operations.
  /// - Throws: `ChipDBError.badQuestion` where the chip has no rate at the precision, or where not exactly two are given;
  ///   `TrainingRunError` for a number that no run has.
  public init(
    chip: Chip, precision: Precision, mfu: UtilisationShare, goodput: UtilisationShare, chips: Double?,
    days: Double?, operations: Double?
  ) throws {
    guard let peak = chip.declared(precision) else {
      let known = Precision.allCases.filter { chip.declared($0) != nil }.map(\.rawValue)
      throw ChipDBError.badQuestion(
        "no dense \(precision.label) rate of \(chip.name) is known, so its operations are not: "
          + (known.isEmpty
            ? "nothing is known of its rates; add a row with its source to a throughput.csv of your own and give --chipdb"
            : "train in one of \(known.joined(separator: ", "))"))
    }
    self.chip = chip
    self.precision = precision
    self.peak = peak
    self.mfu = mfu
    self.goodput = goodput
    let bounded = chip.boundedRating(RatingReading(tf32: .container32)).bestTops(among: [precision])
    let rate = try TrainingRate(
      precision: precision, peakTops: bounded ?? peak.bounded, mfu: mfu.share, goodput: goodput.share)
    switch (chips, days, operations) {
    case (let chips?, let days?, nil): run = try TrainingRun(chips: chips, days: days, rate: rate)
    case (nil, let days?, let operations?):
      run = try TrainingRun(operations: operations, days: days, rate: rate)
    case (let chips?, nil, let operations?):
      run = try TrainingRun(operations: operations, chips: chips, rate: rate)
    default:
      throw ChipDBError.badQuestion("give exactly two of --chips, --days and --operations: the third follows")
    }
  }

  /// The run as a rule sees it, and the cluster that it takes.
  ///
  /// Lines for clusters look at the theoretical maximum of integer or floating-point operations without sparsity: the
  /// fastest dense precision of the chip counts, whatever the run is in.
  /// - Parameters:
  ///   - facts: what is known of the model and the cluster.
  ///   - networkGbps: what the machines are connected by, in Gbit/s.
  public func subject(facts: [Fact: Outcome], networkGbps: Double?) -> Subject {
    var operands: [Quantity: Operand] = [:]
    operands[.trainingOperations] = Operand(
      run.operations.value, of: .trainingOperations,
      source: run.solved == .operations
        ? "chips × peak × MFU × goodput × time" : "asked for on the command line",
      published: run.operations.range, isUnverified: run.solved == .operations && peak.grade == .unverified)
    if let fastest = clusterPeaks.last {
      operands[.clusterPerformance] = Operand(
        fastest.operationsPerSecond.value, of: .clusterPerformance,
        source: "chips × dense \(fastest.precision.label) peak, the fastest of the chip", evidence: .declared,
        published: fastest.operationsPerSecond.range,
        isUnverified: chip.declared(fastest.precision)?.grade == .unverified)
    }
    if let networkGbps {
      operands[.clusterNetworking] = Operand(networkGbps, of: .clusterNetworking, source: "command line")
    }
    return Subject(name: "a training run on \(chip.name)", operands: operands, facts: facts)
  }

  /// Theoretical dense operations a second of the cluster at the precision of the run, and at the fastest precision of the
  /// chip, which lines for clusters look at.
  var clusterPeaks: [(precision: Precision, operationsPerSecond: BoundedValue)] {
    let rating = chip.boundedRating(RatingReading(tf32: .container32))
    let fastest = rating.chosen.bestTops(among: Precision.allCases)?.precision
    return [precision, fastest].compactMap { $0 }.uniqued.compactMap { precision in
      rating.bestTops(among: [precision]).map {
        (precision, run.clusterOperationsPerSecond(topsOfOne: $0))
      }
    }
  }
}
