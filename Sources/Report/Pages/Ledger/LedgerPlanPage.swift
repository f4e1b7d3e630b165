import ChipDB
import Rating
import Rulebook

/// What `assay ledger plan` tells: the most that can still go to a recipient on a day, by route.
public struct LedgerPlanPage: Encodable, Sendable {
  /// Whom a plan is for.
  public struct Recipient: Encodable, Sendable {
    public let ultimateParent: String?
    public let consignee: String?
    public let headquarters: CountryCode?
    public let destination: CountryCode
    /// Whether the ledger has lines of the ultimate parent.
    public let isInLedger: Bool
  }

  /// What one route leaves.
  public struct Option: Encodable, Sendable {
    public let route: Route
    public let title: String
    public let isOpen: Outcome
    public let refusal: RouteRefusal?
    /// Whole chips; `nil` where the route has no bound of its own, or one that is not known.
    public let chips: Int?
    /// The same by the highest TPP that sources give of the chip.
    public let chipsByHighest: Int?
    public let isUnknown: Bool
    /// Whether it takes an authorisation, a licence or a use of the items that a ledger does not show.
    public let needsMore: Bool
    public let bounds: [Bound]
    public let duties: [Bound]
  }

  /// What one limit leaves.
  public struct Bound: Encodable, Sendable {
    public let limit: String
    public let title: String
    public let period: String
    /// In TPP.
    public let value: Double?
    /// In per cent of what the family owns.
    public let percent: Double?
    public let used: Double
    public let left: Double?
    /// Whole chips that fit, or that it takes to begin the duty.
    public let chips: Int?
    /// The same by the highest TPP that sources give of the chip.
    public let chipsByHighest: Int?
    public let citation: String
  }

  public let schemaVersion = RatingReport.schemaVersion
  public let date: CalendarDate
  public let standing: Standing
  public let status: Status
  public let instrument: String
  public let recipient: Recipient
  public let chip: String
  public let tpp: Double
  /// The highest that sources give.
  public let tppHighest: Double
  public let tppSource: String
  public let isControlled: Outcome
  public let paragraphs: [String]
  public let counts: Outcome
  public let reason: String?
  /// `nil` where no licence requirement reaches it, so that nothing bounds it.
  public let found: Int?
  public let options: [Option]
  public let lines: Int
  public let linesLeftOut: Int
  public let problems: [String]
  public let ambiguities: [String]
  public let notModelled: [String]
  let chipName: String

  /// - Throws: `RulebookError.unknownCountry`, `ChipDBError.unknownChip`, and `ReportFileError` for a chip without TPP or
  ///   a day before every rule.
  public init(
    _ reading: LedgerReading, parent: String?, consignee: String?, headquarters: String?, destination: String,
    chip: String
  ) throws {
    let names = reading.names
    var ledger = reading.ledger
    let chip = try names.database.chip(matching: chip)
    let place = try names.country(destination)
    let home = try headquarters.map { (text) throws(RulebookError) in try names.country(text) }
    guard let position = names.database.position(matching: chip.id) else {
      throw ReportFileError("\(chip.id): not in the database; name a chip of `assay chips list`")
    }
    let parentNumber = parent.flatMap { names.parents.known($0) }
    let plan: ShipmentPlan
    do throws(Ledger.Refusal) {
      plan = try ledger.plan(
        .init(
          day: LedgerDay(reading.question.date), parent: parentNumber,
          consignee: (consignee ?? parent).flatMap { names.consignees.known($0) }, headquarters: home,
          destination: place, chip: UInt16(position)))
    } catch {
      throw ReportFileError(
        error == .noTPP
          ? "\(chip.id) has no TPP: give its figures in tables of your own (--chipdb)"
          : "no rule covers \(reading.question.date): choose a later day")
    }
    let rules = ledger.rules
    let countries = names.countries.countries
    date = reading.question.date
    standing = ledger.standing
    status = rules.status(on: date)
    instrument = rules.instrument.id
    recipient = Recipient(
      ultimateParent: parent, consignee: consignee, headquarters: home.map { countries[Int($0)].code },
      destination: countries[Int(place)].code, isInLedger: parentNumber != nil)
    self.chip = chip.id
    chipName = chip.name
    tpp = plan.price.chosen.value
    tppHighest = plan.price.high.value
    tppSource = names.subjects[position].operands[.tpp]?.source ?? ""
    isControlled = plan.kind.isControlled
    paragraphs = plan.words.paragraphs
    counts = plan.kind.counts
    reason = plan.words.reason
    found = plan.kind.isControlled == .no ? nil : plan.found
    options = plan.options.map { Option($0, title: rules.routes[$0.route]?.title ?? "licence of its own") }
    lines = reading.lines
    linesLeftOut = reading.problemCount
    problems = reading.problems.map(\.description)
    let questions: [Ambiguity] = rules.instrument.ambiguities + rules.ambiguities
    ambiguities = questions.map(\.text)
    notModelled = rules.notModelled(on: date)
  }
}

extension LedgerPlanPage.Option {
  fileprivate init(_ option: ShipmentPlan.Option, title: String) {
    route = option.route
    self.title = title
    isOpen = option.isOpen
    refusal = option.refusal
    chips = option.chips
    chipsByHighest = option.chipsByHighest
    isUnknown = option.isUnknown
    needsMore = option.needsMore
    bounds = option.bounds.map(LedgerPlanPage.Bound.init)
    duties = option.duties.map(LedgerPlanPage.Bound.init)
  }

  /// What can go by it, in words.
  fileprivate var words: String {
    if isOpen == .no { return "0" }
    if isUnknown { return "unknown" }
    guard let chips else { return "no bound of its own" }
    let fewest = chipsByHighest.flatMap { $0 < chips ? " (\(NumberFormat.whole(Double($0))))" : nil } ?? ""
    return NumberFormat.whole(Double(chips)) + fewest
  }
}

extension LedgerPlanPage.Bound {
  fileprivate init(_ bound: ShipmentPlan.Bound) {
    limit = bound.allowance.id
    title = bound.allowance.title
    period = bound.period
    value = bound.limit?.value
    percent = bound.percent
    used = bound.used.value
    left = bound.left?.value
    chips = bound.chips
    chipsByHighest = bound.chipsByHighest
    citation = bound.reference
  }

  fileprivate func row(_ route: Route, _ meaning: String) -> [String] {
    [
      route.rawValue, limit, meaning, period,
      value.map { "\(NumberFormat.exact($0)) TPP" } ?? percent.map { "\(NumberFormat.exact($0)) %" } ?? "",
      NumberFormat.exact(used), left.map(NumberFormat.exact) ?? "unknown (--owned)",
      chips.map { NumberFormat.whole(Double($0)) } ?? "unknown", citation,
    ]
  }
}

extension LedgerPlanPage {
  public var document: Document {
    Document(
      title: "Assay: what can still go to \(recipient.destination) on \(date), \(standing.rawValue)",
      sections: [
        .init("Answer", [.fields(fields), .table(routeTable)]), .init("Limits", [.table(limitTable)]),
      ]
        + (problems.isEmpty ? [] : [.init("Left out", [.notes(problems)])]) + [
          .init("Open questions of the text", [.notes(ambiguities)]),
          .limits(notModelled),
        ])
  }

  private var fields: [(label: String, value: String)] {
    [
      (
        "chip",
        "\(chipName), \(NumberFormat.exact(tpp)) TPP, from \(tppSource)"
          + (tppHighest > tpp
            ? "; in parentheses by the highest that sources give, \(NumberFormat.exact(tppHighest)) TPP" : "")
      ),
      (
        "recipient",
        "\(recipient.ultimateParent ?? "a company that is not named")"
          + (recipient.isInLedger || recipient.ultimateParent == nil
            ? "" : ", of which the ledger has no line")
          + ", headquarters \(recipient.headquarters?.description ?? "unknown"), in \(recipient.destination)"
      ),
      (
        "standing",
        "evaluated as \(standing.rawValue) alone; on \(date) \(instrument) is \(status.summary)"
      ),
      (
        "controlled",
        isControlled.rawValue + (paragraphs.isEmpty ? "" : ": \(paragraphs.joined(separator: ", "))")
          + (reason.map { ": \($0)" } ?? "")
      ),
      (
        "whole chips",
        found.map {
          "\(NumberFormat.whole(Double($0))) by the bounded routes that take no authorisation of the recipient"
        } ?? "no licence requirement reaches it under this standing: nothing bounds it"
      ),
      (
        "ledger",
        "\(NumberFormat.whole(Double(lines))) lines, \(NumberFormat.whole(Double(linesLeftOut))) left out"
      ),
    ]
  }

  private var routeTable: Document.Table {
    .init(
      [.text("route"), .text("what it is"), .text("open"), .number("whole chips"), .text("remark")],
      rows: options.map { option in
        [
          option.route.rawValue, option.title, option.isOpen.rawValue, option.words,
          option.refusal?.rawValue
            ?? (option.needsMore ? "if it has been authorised, licensed or used so" : ""),
        ]
      })
  }

  private var limitTable: Document.Table {
    .init(
      [
        .text("route"), .text("limit"), .text("meaning"), .text("period"), .number("value"),
        .number("used"), .number("left"), .number("whole chips"), .text("citation"),
      ],
      rows: options.flatMap { option in
        option.bounds.map { $0.row(option.route, "at most") }
          + option.duties.map { $0.row(option.route, "a duty from") }
      })
  }
}
