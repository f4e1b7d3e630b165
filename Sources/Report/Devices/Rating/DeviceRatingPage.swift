import Rating

/// Lays a rating of accelerators out for people: the same sections in the terminal, in Markdown and in HTML.
public struct DeviceRatingPage {
  private let report: DeviceRatingReport

  public init(_ report: DeviceRatingReport) { self.report = report }

  public var document: Document {
    var sections: [Document.Section] = []
    if !report.warnings.isEmpty { sections.append(.init("Warnings", [.notes(report.warnings)])) }
    sections.append(.init("Result", headline))
    for device in report.devices {
      let known = [("chip", device.identification.text), ("part of it", device.rating.part.words)]
      sections += DeviceSections(device.record, known: known).sections
      if device.record.isLeftOut { continue }
      sections += ratingSections(of: device.record.id, device.rating, remarks: device.identification.remarks)
    }
    sections +=
      DevicesSideBySide(
        spreads: report.spreads, packages: report.packages.map(\.record), links: report.links
      ).sections
    for package in report.packages {
      sections += ratingSections(of: "package \(package.record.package)", package.rating, remarks: [])
    }
    sections += PlausibilitySection(report.findings, report.plausibility).section.map { [$0] } ?? []
    sections += [
      thresholds,
      .init(
        "Run",
        [
          .fields(report.run.fields),
          MeasurementTable(report.devices.flatMap(\.record.measurements)).reproduction,
        ]), .init("How to read this", [.notes(report.notes)]), .limits(),
    ]
    return Document(title: "Assay: rating of accelerators", sections: sections)
  }

  /// What was rated, with its name: every device, then every package.
  private var rated: [(name: String, chip: String?, rating: PartRatingRecord)] {
    report.devices.map { ($0.record.id, $0.identification.name, $0.rating) }
      + report.packages.map { ("package \($0.record.package)", nil, $0.rating) }
  }

  private var headline: [Document.Block] {
    func number(_ value: Double?) -> String { value.map { NumberFormat.number($0) } ?? "unknown" }
    let chosen = rated.first?.rating.equivalents.first { $0.chosen }
    let rows = rated.map { name, chip, rating in
      let demonstrated = rating.demonstrated
      let governing = demonstrated.governingPrecision
      let difference = rating.differences.first { $0.precision == governing }
      return [
        name, chip ?? (name.hasPrefix("package") ? "" : "unknown"), number(demonstrated.tpp),
        governing?.label ?? "-", number(rating.declared?.tpp),
        difference.map { NumberFormat.percent($0.share) } ?? "-",
        number(rating.equivalents.first { $0.chosen }?.value), rating.check.verdict.rawValue,
      ]
    }
    var blocks: [Document.Block] = [
      .table(
        .init(
          [
            .text("device"), .text("chip"), .number("demonstrated TPP"), .text("governed by"),
            .number("declared TPP"), .number("of declared rate"), .number(chosen?.definition ?? "equivalent"),
            .text("claims"),
          ], rows: rows))
    ]
    let objections = report.objections
    if !objections.isEmpty { blocks.append(.notes(objections)) }
    let check = report.check
    blocks.append(.paragraph("Claims, all together: \(check.verdict.rawValue)."))
    if !report.run.isEvidence {
      blocks.append(.paragraph("Indicative: the \(report.run.tier) tier is no evidence for a filing."))
    }
    return blocks
  }

  private func ratingSections(
    of name: String, _ rating: PartRatingRecord, remarks: [String]
  ) -> [Document.Section] {
    [
      .init("\(name): declared and demonstrated", evidence(rating, remarks)),
      .init("\(name): equivalents", [rating.equivalents.table]),
      .init("\(name): check of claims", rating.check.blocks),
    ]
  }

  private func evidence(_ rating: PartRatingRecord, _ remarks: [String]) -> [Document.Block] {
    let precisions = Precision.allCases.filter { precision in
      (rating.demonstrated.rows + (rating.declared?.rows ?? [])).contains { $0.precision == precision }
    }
    func row(_ evidenced: PartRatingRecord.Evidenced?, _ precision: Precision) -> PerformanceRating.Row? {
      evidenced?.rows.first { $0.precision == precision }
    }
    func shown(_ value: Double?) -> String { value.map { NumberFormat.number($0) } ?? "unknown" }
    let rows = precisions.map { precision in
      [
        precision.label, "\(precision.bitLength(rating.tf32Reading))",
        shown(row(rating.declared, precision)?.tops), shown(row(rating.demonstrated, precision)?.tops),
        rating.differences.first { $0.precision == precision }.map { NumberFormat.percent($0.share) } ?? "-",
        shown(row(rating.declared, precision)?.tpp), shown(row(rating.demonstrated, precision)?.tpp),
      ]
    }
    let total = [
      "TPP (governing)", "", "", "", "", shown(rating.declared?.tpp), shown(rating.demonstrated.tpp),
    ]
    return [
      .table(
        .init(
          [
            .text("precision"), .number("bits"), .number("declared TOP/s"), .number("demonstrated TOP/s"),
            .number("share"), .number("declared TPP"), .number("demonstrated TPP"),
          ], rows: rows + [total])),
      .notes(
        remarks + explanation(rating) + [rating.memory?.text].compactMap { $0 } + [
          "TF32 reading: \(rating.tf32Reading.rawValue)"
        ]),
    ]
  }

  /// What the data say of the difference at the governing precision, and of the others where they say something else.
  private func explanation(_ rating: PartRatingRecord) -> [String] {
    let governing = rating.demonstrated.governingPrecision
    guard let difference = rating.differences.first(where: { $0.precision == governing }) else {
      return [nothingDeclared(rating)]
    }
    let reached =
      "\(difference.precision.label), which governs: \(NumberFormat.number(difference.demonstratedTops)) of the "
      + "\(NumberFormat.number(difference.declaredTops)) TOP/s declared for \(rating.part.words), "
      + NumberFormat.percent(difference.share)
    return [reached] + difference.findings
  }

  /// Why nothing declared stands beside what was measured.
  private func nothingDeclared(_ rating: PartRatingRecord) -> String {
    guard let governing = rating.demonstrated.governingPrecision else {
      return "nothing was measured and verified"
    }
    if rating.part.share == nil { return rating.part.words }
    return rating.declared == nil
      ? "no declared figure is known of this chip"
      : "no \(governing.label) rate is declared of this chip"
  }

  /// Once for each chip: devices of one kind differ by their samples alone, and the highest rate is the closest bound.
  private var thresholds: Document.Section {
    var best: [(name: String, key: String, rating: PartRatingRecord)] = []
    for (name, chip, rating) in rated where rating.demonstrated.tpp != nil {
      let key = "\(chip ?? name), \(rating.part.words)"
      if let index = best.firstIndex(where: { $0.key == key }) {
        if best[index].rating.demonstrated.tpp ?? 0 < rating.demonstrated.tpp ?? 0 {
          best[index] = (name, key, rating)
        }
      } else {
        best.append((name, key, rating))
      }
    }
    if best.isEmpty {
      return .init("Thresholds", [.paragraph("Nothing was measured and verified to hold against them.")])
    }
    return .init(
      "Thresholds",
      best.flatMap { name, _, rating -> [Document.Block] in
        [
          .paragraph("By the figures of \(name), the highest of its kind:"),
          .notes(
            rating.thresholds.map {
              "\($0.sentence) [\($0.instrument), \($0.id): \($0.comparison.symbol) \(NumberFormat.number($0.value)) "
                + "\($0.unit), \($0.title); \($0.citation); \($0.status)]"
            }),
        ]
      })
  }
}
