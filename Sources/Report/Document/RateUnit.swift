/// The unit in which a table shows rates: TOP/s, or GOP/s where all of them are small.
struct RateUnit {
  /// Units in one TOP/s.
  let perTops: Double
  let label: String

  /// - Parameter largestTops: the largest rate of the table, in TOP/s.
  init(for largestTops: Double?) {
    let isSmall = (largestTops ?? 0) < 10
    perTops = isSmall ? 1000 : 1
    label = isSmall ? "GOP/s" : "TOP/s"
  }

  /// The rate in this unit, or a dash.
  func format(_ tops: Double?) -> String { tops.map { NumberFormat.number($0 * perTops) } ?? "-" }
}
