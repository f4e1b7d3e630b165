import ChipDB
import Rating

/// What `assay check` tells: claims and a measurement of a chip held against the database and against physics.
public struct CheckPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let chip: String
  public let name: String
  /// The gravest of the verdicts.
  public let verdict: ClaimVerdict
  public let reason: String
  public let checks: [PrecisionCheck]
  public let figures: [FigureCheck]
  /// The measured matrix products of the database, as shares of the declared peaks.
  public let publishedEfficiencies: PublishedEfficiencies

  /// What is to be checked.
  public struct Question {
    /// A chip's id, name or alias; `nil` for the one that the report names.
    public var chip: String?
    /// A file that `assay rate --json` or `assay measure --json` wrote.
    public var report: String?
    /// Which of the accelerators that the report is about.
    public var device: String?
    /// Claimed dense rates of the whole package, in TOP/s.
    public var rates: [Precision: Double]
    /// Claimed TPP, TPP/mm², or paragraph.
    public var figures: [FigureCheck.Claim]
    /// The part of the chip that was measured, 0…1.
    public var shareOfChip: Double?
    public var tf32Reading: TF32Reading

    public init(
      chip: String?, report: String?, device: String? = nil, rates: [Precision: Double],
      figures: [FigureCheck.Claim], shareOfChip: Double?, tf32Reading: TF32Reading
    ) {
      self.chip = chip
      self.report = report
      self.device = device
      self.rates = rates
      self.figures = figures
      self.shareOfChip = shareOfChip
      self.tf32Reading = tf32Reading
    }
  }

  private enum CodingKeys: CodingKey {
    case schemaVersion, chip, name, verdict, reason, checks, figures, publishedEfficiencies
  }

  /// Checks.
  /// - Throws: `ChipDBError` for an unknown chip, `ReportFileError` for a file that is no report, or that names no chip
  ///   where none was given.
  public init(_ question: Question, in database: ChipDatabase) throws {
    let report = try question.report.map { file throws(ReportFileError) in
      try MeasuredReport(file: file, device: question.device)
    }
    let chip =
      try question.chip.map { try database.chip(matching: $0) } ?? Self.chip(of: report, question, database)
    self.chip = chip.id
    name = chip.name
    publishedEfficiencies = database.efficiencies
    checks =
      ChipCheck(
        chip: chip, database: database, efficiencies: publishedEfficiencies, claims: question.rates,
        report: report, shareOfChip: question.shareOfChip, tf32Reading: question.tf32Reading
      ).checks
    figures = question.figures.map {
      FigureCheck($0, of: chip, in: database, tf32Reading: question.tf32Reading)
    }
    let verdicts =
      checks.map { ($0.verdict, "\($0.precision.label): \($0.reason)") }
      + figures.map { ($0.verdict, "\($0.quantity.label): \($0.reason)") }
    let gravest = ClaimVerdict.gravestFirst.first { verdict in verdicts.contains { $0.0 == verdict } }
    verdict = gravest ?? .inconclusive
    reason =
      verdicts.isEmpty
      ? "the report has no verified rate"
      : verdicts.filter { $0.0 == gravest }.map(\.1).joined(separator: "; ")
  }

  /// The chip that a report names.
  private static func chip(
    of report: MeasuredReport?, _ question: Question, _ database: ChipDatabase
  ) throws -> Chip {
    let file = question.report ?? "no report"
    if let device = report?.device {
      let identification = device.identification(in: database)
      if let chip = identification.chip { return chip }
      throw ReportFileError(
        "\(file): names no chip of the database for \(device.id): \(identification.reason); give the chip")
    }
    if let named = report?.host?.chip
      ?? report?.host?.processor?.brand.flatMap({ HostIdentification.chip(named: $0, in: database)?.id })
    {
      return try database.chip(matching: named)
    }
    let brand = report?.host?.processor?.brand.map { ": its processor calls itself '\($0)'" } ?? ""
    throw ReportFileError("\(file): names no chip of the database\(brand); give the chip")
  }

  public var document: Document {
    Document(
      title: "Assay: check of \(name)",
      sections: [.init("Answer", [.fields([("verdict", verdict.rawValue), ("reason", reason)])])]
        + (checks.isEmpty ? [] : [.init("Rates", [table])])
        + sections(
          checks.map {
            ("\($0.precision.label): \($0.verdict.rawValue)", $0.reason, $0.findings, $0.settledBy)
          })
        + sections(
          figures.map { ("\($0.quantity.label): \($0.verdict.rawValue)", $0.reason, $0.findings, []) })
        + [
          .init(
            "How to read this",
            [
              .notes([
                "A measurement is a lower bound of a theoretical peak: at or above a claim it proves the claim, below it "
                  + "proves nothing. Refuted is a claim above the silicon's limit, or one that is another figure than the "
                  + "dense rate of the whole package, which the law counts.",
                "Rates are dense, a multiply-accumulate counting as two operations, for the whole package.",
              ])
            ]), .limits(),
        ])
  }

  private var table: Document.Block {
    .table(
      .init(
        [
          .text("precision"), .number("claimed TOP/s"), .number("measured"), .number("share of chip"),
          .number("declared"), .number("lowest"), .number("highest"), .number("others measured"),
          .number("derived"),
          .text("verdict"),
        ],
        rows: checks.map { check in
          func shown(_ value: Double?) -> String { value.map { NumberFormat.number($0) } ?? "-" }
          return [
            check.precision.label, shown(check.claimedTops), shown(check.measured?.tops),
            check.measured?.shareOfChip.map(NumberFormat.percent)
              ?? (check.measured == nil ? "-" : "unknown"),
            shown(check.declared?.value), shown(check.declared?.range.lowerBound),
            shown(check.declared?.range.upperBound), shown(check.othersMeasured?.tops.value),
            shown(check.derived?.value),
            check.verdict.rawValue,
          ]
        }))
  }

  private func sections(
    _ answers: [(title: String, reason: String, findings: [CheckFinding], settledBy: [String])]
  ) -> [Document.Section] {
    answers.map { answer in
      let findings = answer.findings.map { "\($0.kind.name): \($0.text)" }
      let settled = answer.settledBy.map { "would settle it: \($0)" }
      return .init(
        answer.title,
        [.paragraph(answer.reason)] + (findings + settled == [] ? [] : [.notes(findings + settled)]))
    }
  }
}

extension ClaimVerdict {
  /// From the one that matters most to a reader.
  static let gravestFirst: [ClaimVerdict] = [.refuted, .inconclusive, .consistent, .provenAbove]
}
