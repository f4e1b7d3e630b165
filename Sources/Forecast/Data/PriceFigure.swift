import Rating

/// A price, or a factor that turns the power of chips into that of a facility.
public struct PriceFigure: Codable, Equatable, Sendable {
  /// What is priced.
  public enum Quantity: String, Codable, CaseIterable, Sendable {
    /// Dollars per kilowatt-hour.
    case electricity
    /// Power of a server over that of its chips.
    case serverOverhead = "server-overhead"
    /// Power of a facility over that of its servers.
    case pue
    /// Dollars per hour of one chip.
    case chipHour = "chip-hour"
    /// Chip-hours bought over those of the successful run.
    case failureBuffer = "failure-buffer"

    var unit: String {
      switch self {
      case .electricity: "USD/kWh"
      case .chipHour: "USD"
      case .serverOverhead, .pue, .failureBuffer: "ratio"
      }
    }
  }

  /// For how long a chip is rented.
  public enum Term: String, Codable, CaseIterable, Sendable {
    case onDemand = "on-demand"
    case oneYear = "one-year"
    case threeYear = "three-year"
  }

  public let id: String
  public let quantity: Quantity
  /// The chip's id in the chip database.
  public let chip: String?
  /// `nil` where the source does not say.
  public let term: Term?
  /// In `unit`.
  public let value: Double
  public let range: PublishedRange?
  /// As of which day.
  public let date: CalendarDate
  public let provenance: Provenance

  /// USD/kWh, USD or ratio.
  public var unit: String { quantity.unit }
}
