import Rating
import Rulebook

/// How much computing power somebody has on a day.
public struct StockLevel: Codable, Equatable, Sendable {
  /// Who counts as having it.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    case sold, owned, installed, smuggled, cluster, forecast
  }

  /// What is counted. An equivalent has the id of its definition: never a bare one.
  public enum Definition: String, Codable, CaseIterable, Sendable {
    /// Chips of one product, or of several where none is named.
    case units
    /// `tops8-epoch` of the chip database: dense 8-bit operations over 1,979 TOP/s.
    case tops8Epoch = "tops8-epoch"
    /// `tpp-ai-futures` of the chip database: TPP over 15,800.
    case tppAIFutures = "tpp-ai-futures"
    /// Dense FP8 over the 5,000 TFLOP/s of a GB300; FP16, or INT8 of a TPU, where a chip has no FP8 (Pilz, 2026).
    case gb300FP8 = "gb300-fp8"
    /// Dense FP4 over the 15,000 TFLOP/s of a GB300; the FP8 rate where a chip has no FP4 (Pilz, 2026).
    case gb300FP4 = "gb300-fp4"
    /// Memory bandwidth over the 8 TB/s of a GB300 (Pilz, 2026).
    case gb300Bandwidth = "gb300-bandwidth"
    /// Dense 16-bit operations a second.
    case operations16Bit = "operations-16bit"
    case megawatts
    /// Dollars of hardware.
    case dollars = "usd"
  }

  public let id: String
  /// What the level is one of: levels of a series are of one thing, on several days or by several accounts.
  public let series: String
  /// Who has it.
  public let holder: String
  /// The holder's country; `nil` where there are several, or the world.
  public let country: CountryCode?
  public let date: CalendarDate
  public let kind: Kind
  public let definition: Definition
  /// The chip's id in the chip database, where one product is counted.
  public let chip: String?
  public let median: Double
  public let range: PublishedRange?
  public let provenance: Provenance

  /// The level as a distribution; `nil` where no interval with a level is published.
  public var distribution: Lognormal? {
    guard let range, let level = range.level else { return nil }
    return Lognormal(low: range.low, median: median, high: range.high, level: level)
  }
}
