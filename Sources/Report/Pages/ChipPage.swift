import ChipDB
import Rating

/// What `assay chips show` tells: every figure of one chip with its source, and what follows from them.
public struct ChipPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let chip: Chip
  public let rating: PerformanceRating
  /// TPP/mm².
  public let performanceDensity: Double?
  public let equivalents: [Equivalent]
  /// For a processor: cores × operations per cycle × highest published clock.
  public let derived: PerformanceRating?
  /// The sources that the figures name.
  public let sources: [Source]
  private let definitions: [EquivalenceDefinition]

  private enum CodingKeys: CodingKey {
    case schemaVersion, chip, rating, performanceDensity, equivalents, derived, sources
  }

  public init(_ chip: Chip, in database: ChipDatabase, tf32Reading: TF32Reading) {
    let rating = chip.rating(tf32Reading: tf32Reading)
    self.chip = chip
    self.rating = rating
    performanceDensity = chip.applicableDieArea.mm2.flatMap { rating.performanceDensity(areaMM2: $0) }
    definitions = database.equivalenceDefinitions
    equivalents = definitions.map {
      $0.equivalent(of: rating, memoryBandwidthGBps: chip.memoryBandwidthGBps?.value)
    }
    let derived = PerformanceRating(
      database.derivedThroughputs(of: chip), evidence: .derived, tf32Reading: tf32Reading)
    self.derived = derived.tpp == nil ? nil : derived
    let ids = Set(chip.figures.map(\.source) + [chip.source] + [chip.cpu?.source].compactMap { $0 })
    sources = ids.sorted().compactMap { database.sources[$0] }
  }

  public var document: Document {
    Document(
      title: "Assay: \(chip.name)",
      sections: [
        .init("Chip", [.fields(identity)] + (chip.note.map { [.notes([$0])] } ?? [])),
        .init("Declared throughput", throughputBlocks), .init("What follows", [.fields(consequences)]),
        .init("Equivalents", [equivalentTable]),
        .init("Sources", [.notes(sources.map { "\($0.id): \($0.citation)" })]),
      ])
  }

  private var identity: [(label: String, value: String)] {
    func known(_ text: String?) -> String { text ?? "unknown" }
    func figure(_ value: SourcedValue?) -> String {
      guard let value else { return "unknown" }
      let others = value.conflicts.map { "\(NumberFormat.number($0.value)) (\($0.source))" }
      return "\(NumberFormat.number(value.value)) \(value.unit) (\(value.source), \(value.grade.rawValue))"
        + (others.isEmpty ? "" : "; others say \(others.joined(separator: ", "))")
    }
    let area =
      switch chip.applicableDieArea {
      case .known(let area): figure(area)
      case .notApplicable: "none: a planar process, so no density limb applies"
      case .unknown(let reason): "unknown: \(reason)"
      }
    var fields: [(label: String, value: String)] = [
      ("id", chip.id), ("also called", chip.aliases.isEmpty ? "-" : chip.aliases.joined(separator: ", ")),
      ("vendor", "\(chip.vendor) (\(chip.country))"), ("kind", chip.kind.rawValue),
      ("released", known(chip.released?.description)), ("for data centres", chip.dataCentre.rawValue),
      ("process", chip.nodeNM.map { "\(NumberFormat.number($0, digits: 2)) nm" } ?? "unknown"),
      ("applicable die area", area), ("memory", figure(chip.memoryCapacityGB)),
      ("memory bandwidth", figure(chip.memoryBandwidthGBps)),
      ("aggregate I/O", figure(chip.aggregateIOGBps)), ("power", figure(chip.tdpWatts)),
    ]
    if let cpu = chip.cpu {
      let clocks = [cpu.baseGHz.map { "base \($0) GHz" }, cpu.boostGHz.map { "boost \($0) GHz" }].compactMap {
        $0
      }
      fields.append(
        (
          "cores",
          "\(cpu.cores) × \(cpu.microarchitecture), \(clocks.joined(separator: ", ")) "
            + "(\(cpu.source), \(cpu.grade.rawValue))"
        ))
    }
    return fields
  }

  private var throughputBlocks: [Document.Block] {
    if chip.throughputs.isEmpty {
      return [.paragraph("No throughput has been published that could be entered.")]
    }
    return [
      .table(
        .init(
          [
            .text("precision"), .text("unit"), .number("dense TOP/s"), .number("sparse"), .text("grade"),
            .text("source"), .text("note"),
          ],
          rows: chip.throughputs.map { row in
            [
              row.precision.label, row.unit.rawValue, NumberFormat.number(row.tops.value),
              row.sparseFactor.map { "× \(NumberFormat.number($0, digits: 1))" } ?? "-",
              row.tops.grade.rawValue,
              row.tops.source, row.tops.note ?? "",
            ]
          }))
    ]
  }

  private var consequences: [(label: String, value: String)] {
    var fields: [(label: String, value: String)] = [
      (
        "TPP",
        rating.governing.map {
          "\(NumberFormat.number($0.tpp)) = \(NumberFormat.number($0.tops)) × \($0.bitLength), governed by "
            + "\($0.precision.label) (\($0.source))"
        } ?? "unknown"
      ),
      ("performance density", performanceDensity.map { "\(NumberFormat.number($0)) TPP/mm²" } ?? "unknown"),
      ("TF32 reading", rating.tf32Reading.rawValue),
    ]
    if let governing = derived?.governing {
      fields.append(
        (
          "derived TPP",
          "\(NumberFormat.number(governing.tpp)), \(governing.precision.label): \(governing.source)"
        ))
    }
    return fields
  }

  private var equivalentTable: Document.Block {
    .table(
      .init(
        [.text("definition"), .text("meaning"), .number("value"), .text("")],
        rows: zip(definitions, equivalents).map { definition, equivalent in
          [
            definition.id, definition.name, equivalent.value.map { NumberFormat.number($0) } ?? "unknown",
            equivalent.reason ?? "",
          ]
        }))
  }
}
