import Forecast
import Rating

extension ScenarioPage {
  /// The totals over the years, one plot a definition, where there are years to compare.
  var plots: [Plot] {
    definitions.filter { $0.years.count > 1 }.map { computed in
      func datum(_ year: ScenarioCompute.Year, _ value: UncertainValue, _ label: String) -> Plot.Datum {
        .init(
          year: Double(year.year) + 1, value: value.median, low: value.low, high: value.high,
          label: "\(label), end of \(year.year)")
      }
      let parts = scenario.parts.enumerated().map { index, part in
        Plot.Series.points(
          part.title, style: index + 1,
          computed.years.compactMap { year in
            year.parts[part.id].flatMap { $0.median > 0 ? datum(year, $0, part.id) : nil }
          })
      }
      return Plot(
        title: "\(scenario.title), \(computed.definition.id)",
        axis: .init(label: computed.definition.name, unit: computed.definition.reference),
        series: [
          .points(
            "total", style: 0,
            computed.years.filter { $0.total.median > 0 }.map { datum($0, $0.total, "total") })
        ] + parts.filter { !$0.data.isEmpty },
        caption:
          "Medians and \(NumberFormat.percent(settings.level)) of \(NumberFormat.whole(Double(settings.draws))) draws; accounts taken: \(taken.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))."
      )
    }
  }
}
