import Rating

/// Something that ends what a line is for, and when.
public struct ExpiryEvent: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The line reaches parts that are not for data centres.
    case consumer
    /// Every new part for data centres is on the restricted side.
    case everyNew = "every-new"
    /// The best unrestricted part has more memory bandwidth than the best restricted one of a year before.
    case overtakenByBandwidth = "overtaken-by-bandwidth"
    /// The same by memory capacity.
    case overtakenByMemory = "overtaken-by-memory"

    public var title: String {
      switch self {
      case .consumer: "reaches parts that are not for data centres"
      case .everyNew: "every new part for data centres lies on its restricted side"
      case .overtakenByBandwidth:
        "the best unrestricted part passes the best restricted one of a year before, by memory bandwidth"
      case .overtakenByMemory: "the same, by memory capacity"
      }
    }
  }

  public enum Outcome: String, Codable, Sendable {
    /// The data show it.
    case already
    /// A trend leads there.
    case forecast
    /// No trend leads there.
    case never
    case unknown
  }

  public let kind: Kind
  public let title: String
  public let outcome: Outcome
  /// The chip that did it, and its day.
  public let chip: String?
  public let date: CalendarDate?
  /// When the fitted trend gets there; `nil` for never.
  public let fitted: CalendarDate?
  /// The ends and the middle of the interval that the bootstrap leaves; `nil` for never.
  public let earliest: CalendarDate?
  public let median: CalendarDate?
  public let latest: CalendarDate?
  /// The share of the resamples that never get there.
  public let never: Double?
  /// What it rests on, in words.
  public let evidence: String
  /// The chips that the trend follows, in words.
  public let series: [String]
}

/// When lines drawn anew meet: the fitted moment, and those of the resamples, infinite for never.
struct MeetingYears {
  let fitted: Double?
  let draws: [Double]

  func event(
    _ kind: ExpiryEvent.Kind, already: (chip: String, date: CalendarDate)?, evidence: String,
    series: [String], level: Double
  ) -> ExpiryEvent {
    let dates = DrawnDates(draws, level: level)
    let fitted = fitted.flatMap { CalendarDate(decimalYear: $0) }
    return ExpiryEvent(
      kind: kind, title: kind.title,
      outcome: already != nil ? .already : fitted != nil ? .forecast : .never, chip: already?.chip,
      date: already?.date, fitted: fitted, earliest: dates.earliest, median: dates.median,
      latest: dates.latest, never: dates.never, evidence: evidence, series: series)
  }
}
