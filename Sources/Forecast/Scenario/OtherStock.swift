import ChipDB
import Rating
import Rulebook

/// What everybody but a country has at the end of a year, as one source published it beside the country's own.
public struct OtherStock: Codable, Equatable, Sendable {
  /// The series of `trends/stock.csv` that both belong to.
  public let series: String
  public let levels: [StockLevel]

  /// - Returns: `nil` where no source has the country and others on that day under the definition.
  init?(
    than country: CountryCode, at year: Int, under definition: EquivalenceDefinition, in stock: [StockLevel]
  ) {
    let day = CalendarDate(year: year, month: 12, day: 31)
    let levels = stock.filter {
      $0.date == day && $0.definition.rawValue == definition.id && $0.chip == nil && $0.kind != .smuggled
    }
    let named = levels.filter { $0.country == country }.map(\.series).sorted()
    for series in named {
      let rest = levels.filter { $0.series == series && $0.country != country }
      if !rest.isEmpty {
        self.series = series
        self.levels = rest
        return
      }
    }
    return nil
  }
}
