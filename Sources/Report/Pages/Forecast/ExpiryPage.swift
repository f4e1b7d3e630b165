import Forecast
import Rating

/// What `assay forecast expiry` tells: when a line for one chip no longer tells apart what it was drawn to.
public struct ExpiryPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  let line: ThresholdLine
  /// The value on the last known day, in the unit of the line.
  let value: Double
  let knownBy: CalendarDate
  let horizon: CalendarDate
  let settings: ChipTrend.Settings
  let events: [ExpiryEvent]
  let dataCentre: [ChipSeries.Point]
  let others: [ChipSeries.Point]
  let notModelled: [String]

  /// - Parameter notModelled: what the instrument of the line leaves out.
  public init(
    _ expiry: LineExpiry, settings: ChipTrend.Settings, knownBy: CalendarDate, horizon: CalendarDate,
    notModelled: [String]
  ) throws {
    line = expiry.line
    value = expiry.value
    self.knownBy = knownBy
    self.horizon = horizon
    self.settings = settings
    events = try expiry.events()
    dataCentre = try expiry.chips(dataCentre: .yes).points
    others = try expiry.chips(dataCentre: .no).points
    self.notModelled = notModelled
  }

  public var document: Document {
    Document(
      title: "Assay: when \(line.id) expires",
      sections: [
        .init("The line", [.fields(LineText.fields(line, on: knownBy))]),
        .init(
          "When it expires",
          [.table(table), .notes(events.map { "\($0.title): \($0.evidence)" }), .plot(plot)]),
        .init("What the trends follow", [.notes(series)], isWorking: true),
        .init("How it was worked out", [.notes(method)], isWorking: true), .limits(notModelled),
      ])
  }

  private var table: Document.Table {
    .init(
      [
        .text("event"), .text("answer"), .text("by the trend"), .text("earliest"), .text("middle"),
        .text("latest"), .number("never"),
      ],
      rows: events.map { event in
        func day(_ date: CalendarDate?) -> String {
          guard event.never != nil else { return "-" }
          return date.map { $0.description + ($0 > horizon ? ", beyond the horizon" : "") } ?? "never"
        }
        return [
          event.title, answer(event), day(event.fitted), day(event.earliest), day(event.median),
          day(event.latest), event.never.map { NumberFormat.percent($0) } ?? "-",
        ]
      })
  }

  private func answer(_ event: ExpiryEvent) -> String {
    switch event.outcome {
    case .already:
      "already: \(event.kind == .everyNew ? "none below since " : "")\(event.chip ?? "") on "
        + (event.date?.description ?? "")
    case .forecast: "by the trend, \(event.fitted?.description ?? "")"
    case .never: "never at this trend"
    case .unknown: "unknown"
    }
  }

  private var series: [String] {
    events.flatMap { event in event.series.map { "\(event.kind.rawValue): \($0)" } }
  }

  private var method: [String] {
    [
      "'Already' is what the chips of the database show; the dates of trends stand beside it, with the interval of \(NumberFormat.percent(settings.level)) of \(settings.resamples) resamples of chips of one vendor and year together (a tenth of them for the low quantile), seed \(settings.seed).",
      "Every new part: 'already' where the data know no part below the line in the last two years; the trend is the line below which one in ten parts for data centres lies (quantile regression).",
      "Overtaken: by TPP an unrestricted part never passes a restricted one, since the line is one of TPP; by what it leaves free it can. Only the line is held against chips here: other limbs of a rule, such as performance density, are not.",
      "The trend of a running maximum smooths: a single chip may come before or after it.",
    ]
  }
}
