/// The unit in which a table shows rates: TOP/s, or GOP/s where all of them are small.
package struct RateUnit {
  /// Units in one TOP/s.
  package let perTops: Double
  package let label: String

  /// - Parameter largestTops: the largest rate of the table, in TOP/s.
  package init(for largestTops: Double?) {
    let isSmall = (largestTops ?? 0) < 10
    perTops = isSmall ? 1000 : 1
    label = isSmall ? "GOP/s" : "TOP/s"
  }

  /// The rate in this unit, or a dash.
  package func format(_ tops: Double?) -> String { tops.map { NumberFormat.number($0 * perTops) } ?? "-" }
}
