import Rating
import Rulebook

/// The stock of one country over that of another, where one source published both.
public struct StockRatio: Codable, Equatable, Sendable {
  public let against: StockLevel
  public let country: StockLevel
  /// Of the published medians.
  public let ratio: Double
  /// By the published intervals, taken for independent; `nil` where one has none.
  public let drawn: UncertainValue?

  /// Every pair of two countries' stocks of one series, day and definition.
  /// - Throws: what `MonteCarlo` throws.
  public static func all(
    of country: CountryCode, in stock: [StockLevel], settings: MonteCarlo.Settings
  ) throws(ForecastError) -> [StockRatio] {
    var ratios: [StockRatio] = []
    for own in stock where own.country == country && own.chip == nil {
      for other in stock
      where stock.filter({ $0.isOfOneCount(with: other) && $0.country == other.country }).count == 1
        && other.isOfOneCount(with: own) && other.country != nil && other.country != country
      {
        ratios.append(try StockRatio(own, other, settings))
      }
    }
    return ratios
  }

  private init(
    _ country: StockLevel, _ against: StockLevel, _ settings: MonteCarlo.Settings
  ) throws(ForecastError) {
    self.country = country
    self.against = against
    ratio = against.median / country.median
    guard let own = country.distribution, let other = against.distribution else {
      drawn = nil
      return
    }
    let carlo = try MonteCarlo(
      [.init(country.id, .lognormal(own)), .init(against.id, .lognormal(other))], settings: settings)
    drawn = carlo.run(outputs: 1) { $1[0] = $0[1] / $0[0] }.values[0]
  }
}

extension StockLevel {
  fileprivate func isOfOneCount(with other: StockLevel) -> Bool {
    series == other.series && date == other.date && definition == other.definition && kind == other.kind
      && chip == nil
  }
}
