import ChipDB
import Rating

/// What `assay chips show` tells: every figure of one chip with its source, and what follows from them.
public struct ChipPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let chip: Chip
  public let rating: PerformanceRating
  /// TPP/mm².
  public let performanceDensity: Double?
  public let equivalents: [BoundedEquivalent]
  /// TPP and density under each reading, with the working.
  let readings: ChipReadings
  /// Operations per energy, price and byte of bandwidth, with the working.
  public let efficiencies: [WorkedFigure]
  /// What others measured, as shares of the declared peak.
  public let measurements: [MeasuredShare]
  /// For a processor: cores × operations per cycle × highest published clock.
  public let derived: PerformanceRating?
  /// The sources that the figures name.
  public let sources: [Source]
  private let definitions: [EquivalenceDefinition]

  private enum CodingKeys: CodingKey {
    case schemaVersion, chip, rating, performanceDensity, equivalents, readings, efficiencies, measurements
    case derived, sources
  }

  public init(_ chip: Chip, in database: ChipDatabase, tf32Reading: TF32Reading) {
    let rating = chip.rating(tf32Reading: tf32Reading)
    self.chip = chip
    self.rating = rating
    performanceDensity = chip.applicableDieArea.mm2.flatMap { rating.performanceDensity(areaMM2: $0) }
    definitions = database.equivalenceDefinitions
    let consequences = ChipConsequences(chip, definitions: definitions, tf32Reading: tf32Reading)
    equivalents = consequences.equivalents
    readings = ChipReadings(consequences.readings)
    efficiencies = consequences.efficiencies.map(WorkedFigure.init)
    measurements = consequences.measurements
    let derived = PerformanceRating(
      database.derivedThroughputs(of: chip), evidence: .derived, tf32Reading: tf32Reading)
    self.derived = derived.tpp == nil ? nil : derived
    let others = chip.deviceIDs.map(\.source) + chip.traps.map(\.source) + equivalents.flatMap(\.source.ids)
    let ids = chip.figures.map(\.source) + [chip.source] + [chip.cpu?.source].compactMap { $0 } + others
    sources = Set(ids).sorted().compactMap { database.sources[$0] }
  }

  public var document: Document {
    Document(
      title: "Assay: \(chip.name)",
      sections: [
        .init("Chip", [.fields(identity)] + (chip.note.map { [.notes([$0])] } ?? [])),
        .init("Declared throughput", throughputBlocks), .init("What follows", [.fields(consequences)]),
        .init("TPP and density by reading", readings.blocks), .init("Equivalents", [equivalentTable]),
        .init("Operations per energy, price and byte", efficiencyBlocks),
      ] + ChipOtherWords(chip: chip, measurements: measurements).sections + [
        .init("Sources", [.notes(sources.map { "\($0.id): \($0.citation)" })])
      ])
  }

  private var identity: [(label: String, value: String)] {
    func known(_ text: String?) -> String { text ?? "unknown" }
    func figure(_ value: SourcedValue?) -> String {
      guard let value else { return "unknown" }
      let others = value.conflicts.map { "\(NumberFormat.number($0.value)) (\($0.source))" }
      return "\(NumberFormat.number(value.value)) \(value.unit) (\(value.source), \(value.gradeText))"
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
      ("form factor", known(chip.formFactor?.rawValue)), ("status", known(chip.status?.rawValue)),
      ("released", known(chip.released?.description)), ("for data centres", chip.dataCentre.rawValue),
      ("process", chip.nodeNM.map { "\(NumberFormat.number($0, digits: 2)) nm" } ?? "unknown"),
      ("package", known(chip.package)), ("applicable die area", area),
      ("memory", figure(chip.memoryCapacityGB)),
      ("memory bandwidth", figure(chip.memoryBandwidthGBps)),
      ("aggregate I/O", figure(chip.aggregateIOGBps)), ("power", figure(chip.tdpWatts)),
      ("price at release", figure(chip.priceUSD)),
      ("stands in", "\(chip.place)" + (chip.isOwn ? ", a table of your own" : "")),
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
              row.tops.gradeText, row.tops.source, row.tops.note ?? "",
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
        [
          .text("definition"), .text("meaning"), .number("value"), .number("by the sources"),
          .text("working"),
          .text("source of the constant"),
        ],
        rows: zip(definitions, equivalents).map { definition, equivalent in
          [
            definition.id, definition.name, equivalent.value.map { NumberFormat.number($0) } ?? "unknown",
            equivalent.bounded?.intervalText ?? "-", equivalent.working, equivalent.source,
          ]
        }))
  }

  private var efficiencyBlocks: [Document.Block] {
    if efficiencies.isEmpty {
      return [.paragraph("Unknown: no throughput, or neither power, price nor memory bandwidth is known.")]
    }
    return [
      .table(
        .init(
          [
            .text("figure"), .text("precision"), .number("value"), .text("unit"), .number("by the sources"),
            .text("working"),
          ],
          rows: efficiencies.sorted(by: \.figure.quantity).map { worked in
            [
              worked.figure.quantity.label, worked.figure.precision?.label ?? "-", worked.value,
              worked.figure.unit, worked.interval, worked.sourcedFormula,
            ]
          }))
    ]
  }
}

extension BoundedEquivalent {
  /// "15,832 TPP / 15,825", "1 / (0.5 / 0.1496 [training] + 0.5 / 1.194 [decode])", or why there is none.
  var working: String {
    guard let operand else { return reason ?? "" }
    guard phases.count > 1 else {
      return "\(NumberFormat.exact(operand)) \(unit) / \(NumberFormat.exact(constant))"
    }
    let times = phases.map {
      "\(NumberFormat.exact($0.share)) / \(NumberFormat.number($0.ratio.value)) [\($0.name)]"
    }
    return "1 / (\(times.joined(separator: " + ")))"
  }
}

extension [WorkedFigure] {
  /// Those of one quantity beside each other, in the order of the quantities.
  fileprivate func sorted(by quantity: (WorkedFigure) -> DerivedFigure.Quantity) -> [WorkedFigure] {
    DerivedFigure.Quantity.allCases.flatMap { wanted in filter { quantity($0) == wanted } }
  }
}
