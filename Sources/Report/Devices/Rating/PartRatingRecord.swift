import ChipDB
import Measurement
import Rating
import Rulebook

/// The rating of a device or of a package, as a report has it.
public struct PartRatingRecord: Encodable, Sendable {
  /// As published, scaled to the part that was measured; `nil` where chip, part or figures are not known.
  @Nullable public private(set) var declared: Evidenced?
  /// Measured here.
  public let demonstrated: Evidenced
  public let tf32Reading: TF32Reading
  /// Which part of the chip it is.
  public let part: DevicePartRecord
  /// Demonstrated beside declared, by precision, and what the difference may come from.
  public let differences: [DeclaredDifference]
  /// The bandwidth that the worker tells beside what is declared; `nil` where one of the two is not known.
  @Nullable public private(set) var memory: DeclaredBandwidth?
  public let equivalents: [ItemEquivalent]
  public let check: RatingReport.CheckSummary
  public let thresholds: [PartThreshold]

  /// A rating on one kind of evidence.
  public struct Evidenced: Encodable, Sendable {
    @Nullable public private(set) var tpp: Double?
    @Nullable public private(set) var governingPrecision: Precision?
    /// TPP per mm² of applicable die area; only for whole chips.
    @Nullable public private(set) var performanceDensity: Double?
    public let rows: [PerformanceRating.Row]

    /// - Parameter isQuotable: whether a figure may be made of the rows.
    init(_ rating: PerformanceRating, dieAreaMM2: Double?, isQuotable: Bool = true) {
      let quoted = isQuotable ? rating : rating.withoutRows
      rows = rating.rows
      tpp = quoted.tpp
      governingPrecision = quoted.governing?.precision
      performanceDensity = dieAreaMM2.flatMap { quoted.performanceDensity(areaMM2: $0) }
    }
  }

  /// A legal quantity in units of what was rated.
  public struct PartThreshold: Encodable, Sendable {
    public let instrument: String
    public let id: String
    public let title: String
    public let comparison: Comparison
    public let value: Double
    public let unit: String
    /// How many of what was rated fit under an upper bound, or reach a line, by demonstrated TPP.
    @Nullable public private(set) var count: Double?
    /// The same by the declared peak.
    @Nullable public private(set) var countByPeak: Double?
    public let sentence: String
    public let citation: String
    public let status: String

    init(_ finding: ItemThresholds.Finding) {
      let allowance = finding.allowance
      instrument = allowance.instrument
      id = allowance.id
      title = allowance.title
      comparison = allowance.comparison
      value = allowance.value
      unit = allowance.unit
      sentence = finding.sentence
      citation = allowance.reference
      status = allowance.status.summary
      count = finding.count
      countByPeak = finding.countByPeak
    }
  }

  init(
    _ rated: RatedPart, _ check: RatingReport.CheckSummary, _ rules: RunRules, database: ChipDatabase,
    rulebook: Rulebook,
    choices: RatingAssembler.Choices
  ) {
    let reading = choices.tf32Reading
    let demonstrated = rated.demonstrated(reading)
    let declared = rated.declared(reading)
    let area = rated.part.share == 1 ? rated.chip?.applicableDieArea.mm2 : nil
    let quoted = rules.areMet ? demonstrated : demonstrated.withoutRows
    self.demonstrated = Evidenced(demonstrated, dieAreaMM2: nil, isQuotable: rules.areMet)
    tf32Reading = reading
    part = DevicePartRecord(rated.part)
    differences = demonstrated.rows.compactMap { DeclaredDifference($0, of: rated, declared, database) }
    equivalents = ItemEquivalent.all(
      of: quoted, memoryBandwidthGBps: rated.memoryBandwidthGBps, in: database,
      chosen: choices.equivalence, objection: rules.objection)
    memory = DeclaredBandwidth(rated)
    self.check = check.withheld(by: rules)
    thresholds = ItemThresholds(
      rulebook: rulebook, choices: choices, item: rated.item, demonstrated: quoted, peak: declared
    ).findings.map(PartThreshold.init)
    self.declared = declared.tpp == nil ? nil : Evidenced(declared, dieAreaMM2: area)
  }
}
