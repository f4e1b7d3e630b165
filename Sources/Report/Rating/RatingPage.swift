import ChipDB
import Measurement
import Rating
import Rulebook

/// Lays a rating out for people: the same sections in the terminal, in Markdown and in HTML.
public struct RatingPage {
  private let report: RatingReport
  /// Chips to set the host among, drawn in the page's second chart.
  private let peers: [Peer]

  /// A chip of the database as a point of a chart.
  public struct Peer: Sendable {
    public let name: String
    public let country: String
    /// Declared.
    public let tpp: Double
    /// Declared dense FP32 TOP/s.
    public let fp32Tops: Double

    /// - Returns: `nil` for a chip without a declared FP32 rate.
    public init?(_ chip: Chip, tf32Reading: TF32Reading) {
      let rating = chip.rating(tf32Reading: tf32Reading)
      guard let tpp = rating.tpp, let fp32 = rating.bestTops(among: [.fp32]) else { return nil }
      name = chip.name
      country = chip.country
      self.tpp = tpp
      fp32Tops = fp32.tops
    }
  }

  public init(_ report: RatingReport, peers: [Peer]) {
    self.report = report
    self.peers = peers
  }

  public var document: Document {
    var sections: [Document.Section] = []
    if !report.warnings.isEmpty { sections.append(.init("Warnings", [.notes(report.warnings)])) }
    sections += [
      .init("Result", headline), .init("Run rules", report.rules?.blocks ?? []),
      .init("Host", [.fields(hostFields)]),
      .init("Measured throughput", MeasurementTable(report.measurements).blocks),
      .init("Memory and balance", MemoryTable(report.run.memory, report.measurements).blocks),
      .init("Three evidences", evidenceBlocks),
      .init("Equivalents", [report.equivalents.table]), .init("Check of claims", report.check.blocks),
    ]
    sections += PlausibilitySection(report.findings, report.plausibility).section.map { [$0] } ?? []
    sections += [
      .init("Among the chips of the database", peerBlocks),
      .init("Thresholds", [thresholdNotes]),
      .init("Run", [.fields(report.run.fields), MeasurementTable(report.measurements).reproduction]),
      .init("How to read this", [.notes(report.notes)]), .limits(),
    ]
    return Document(title: "Assay: rating of this host", sections: sections)
  }

  private var headline: [Document.Block] {
    let demonstrated = report.rating.demonstrated
    if let objection = report.rules?.objection {
      return [
        .paragraph("\(objection.prefix(1).uppercased())\(objection.dropFirst()). The data stand below.")
      ]
    }
    guard let tpp = demonstrated.tpp, let precision = demonstrated.governingPrecision else {
      return [
        .paragraph("Nothing was measured and verified, so there is no rating. The reasons stand below.")
      ]
    }
    let chosen = report.equivalents.first { $0.chosen }
    var fields: [(label: String, value: String)] = [
      (
        "demonstrated TPP",
        "\(NumberFormat.number(tpp)), governed by \(precision.label), \(report.run.threads) core(s)"
          + (report.run.isEvidence ? "" : "; indicative, tier \(report.run.tier)")
      )
    ]
    if let derived = report.rating.derived, let tpp = derived.tpp {
      fields.append(
        (
          "derived TPP",
          "\(NumberFormat.number(tpp)), governed by \(derived.governingPrecision?.label ?? "-")"
        ))
    }
    if let chosen, let value = chosen.value {
      fields.append(("in \(chosen.definition)", "\(NumberFormat.number(value)) (\(chosen.name))"))
    }
    fields.append(("claims", "\(report.check.verdict.rawValue): \(report.check.reason)"))
    return [.fields(fields), .paragraph(report.rating.scope + ".")]
  }

  private var hostFields: [(label: String, value: String)] {
    let keep: Set = ["brand", "identity", "microarchitecture", "chip", "extensions", "hypervisor"]
    let missing = report.host.missingLibraries.map { "\($0.name) missing: \($0.remedy)" }
    let libraries = report.host.libraries.map(\.label) + missing
    return DevicesPage.processorFields(report.host).filter { keep.contains($0.label) } + [
      ("libraries", libraries.joined(separator: "; "))
    ]
  }

  private var evidenceBlocks: [Document.Block] {
    let rating = report.rating
    let precisions = Precision.allCases.filter { precision in
      [rating.declared, rating.derived, rating.demonstrated].contains { evidenced in
        evidenced?.rows.contains { $0.precision == precision } ?? false
      }
    }
    func tpp(_ evidenced: RatingReport.Evidenced?, _ precision: Precision) -> String {
      evidenced?.rows.first { $0.precision == precision }.map { NumberFormat.number($0.tpp) } ?? "unknown"
    }
    var rows = precisions.map { precision in
      [
        precision.label, "\(precision.bitLength(rating.tf32Reading))", tpp(rating.declared, precision),
        tpp(rating.derived, precision), tpp(rating.demonstrated, precision),
        rating.efficiency[precision.rawValue].map(NumberFormat.percent) ?? "-",
      ]
    }
    rows.append(
      [
        "TPP (governing)", "", rating.declared?.tpp.map { NumberFormat.number($0) } ?? "unknown",
        rating.derived?.tpp.map { NumberFormat.number($0) } ?? "unknown",
        rating.demonstrated.tpp.map { NumberFormat.number($0) } ?? "unknown", "",
      ])
    rows.append(
      [
        "TPP a core", "", rating.declared?.tppPerCore.map { NumberFormat.number($0) } ?? "unknown",
        rating.derived?.tppPerCore.map { NumberFormat.number($0) } ?? "unknown",
        rating.demonstrated.tppPerCore.map { NumberFormat.number($0) } ?? "unknown", "",
      ])
    let sources = (rating.derived?.rows ?? []).map { "derived \($0.precision.label): \($0.source)" }
    return [
      .table(
        .init(
          [
            .text("precision"), .number("bits"), .number("declared TPP"), .number("derived TPP"),
            .number("demonstrated TPP"), .number("demonstrated/derived"),
          ], rows: rows)),
      .notes(
        [
          rating.declared == nil
            ? "declared: unknown, the database has no published figure for this processor"
            : "declared: the whole chip, as published",
          "performance density: "
            + (rating.declared?.performanceDensity.map { "\(NumberFormat.number($0)) TPP/mm² (declared)" }
              ?? "unknown, for want of a declared TPP or a die area"),
          "TF32 reading: \(rating.tf32Reading.rawValue)",
        ] + sources),
    ]
  }

  private var thresholdNotes: Document.Block {
    .notes(
      report.thresholds.map {
        "\($0.sentence) [\($0.instrument), \($0.id): \($0.comparison.symbol) \(NumberFormat.number($0.value)) "
          + "\($0.unit), \($0.title); \($0.citation); \($0.status)]"
      })
  }

  private var peerBlocks: [Document.Block] {
    guard let tpp = report.rating.demonstrated.tpp,
      let fp32 = report.rating.demonstrated.rows.first(where: { $0.precision == .fp32 })?.tops
    else { return [.paragraph("No demonstrated TPP and FP32 rate to set among the chips.")] }
    func points(_ isIncluded: (Peer) -> Bool) -> [Chart.Point] {
      peers.filter(isIncluded).map { .init(x: $0.fp32Tops, y: $0.tpp, label: $0.name) }
    }
    let larger = peers.filter { $0.tpp > tpp }.count
    return [
      .paragraph(
        "\(larger) of the \(peers.count) chips with a declared TPP and FP32 rate have a higher TPP than this host "
          + "demonstrated. The chips' figures are declared for whole chips, the host's is measured."),
      .chart(
        Chart(
          kind: .scatter, title: "This host (demonstrated) among the chips (declared)",
          xTitle: "dense FP32 TOP/s",
          yTitle: "TPP",
          series: [
            .init("chips headquartered in the US", points { $0.country == "US" }),
            .init("chips headquartered in China", points { $0.country == "CN" }),
            .init("other chips", points { $0.country != "US" && $0.country != "CN" }),
            .init("this host", [.init(x: fp32, y: tpp, label: "this host, demonstrated")]),
          ])),
    ]
  }
}
