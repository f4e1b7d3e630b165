import ChipDB

/// What others published about the growth of computing: rates, runs, stocks, prices and scenarios, each with its source.
public struct TrendData: Codable, Equatable, Sendable {
  /// By id.
  public let sources: [String: Source]
  public let trends: [PublishedTrend]
  public let indices: [GrowthIndex]
  /// By date.
  public let runs: [TrainingRunRecord]
  public let stock: [StockLevel]
  public let prices: [PriceFigure]
  public let scenarios: [Scenario]

  /// Loads and checks every table and every scenario.
  /// - Parameter directory: the folder of `sources.csv`, the other tables and `scenarios/`.
  /// - Throws: `TrendDataError.unreadable` for a file, `TrendDataError.invalid` with every problem of all of them.
  public static func load(directory: String) throws(TrendDataError) -> TrendData {
    var loader = TrendDataLoader(directory: directory)
    return try loader.load()
  }

  /// The index that a rule uses when nobody chooses.
  public func defaultIndex(of rule: GrowthIndex.Rule) -> GrowthIndex? {
    indices.first { $0.rule == rule && $0.isDefault }
  }

  /// The levels of a series, by date.
  public func stock(of series: String) -> [StockLevel] {
    stock.filter { $0.series == series }.sorted { $0.date < $1.date }
  }
}
