import Forecast
import Rating

/// Every figure of plots as rows, drawn or not.
///
/// Columns: the plot's title; the series; its kind (`point`, `emphasized point`, `line`, `steps`, `band`,
/// `extrapolated …`, `threshold`, `event`, `horizon`); what the figure is (for a threshold and a mark: `from`, `until`,
/// `low`, `high`); the decimal year and the day that it lies in; value and interval; their unit.
public struct PlotCSV: Sendable {
  private static let columns = [
    "plot", "series", "kind", "label", "x", "date", "y", "low", "high", "unit",
  ]

  private let plots: [Plot]

  public init(_ plots: [Plot]) { self.plots = plots }

  public var text: String { CSVRenderer().render(Self.columns, plots.flatMap(rows)) }

  private func rows(_ plot: Plot) -> [[String]] {
    func row(
      _ series: String, _ kind: String, _ label: String, _ year: Double?, _ value: Double?,
      _ low: Double? = nil, _ high: Double? = nil
    ) -> [String] {
      func number(_ value: Double?) -> String { value.map(CSVRenderer.number) ?? "" }
      let unit = value == nil && low == nil && high == nil ? "" : plot.axis.unit
      return [
        plot.title, series, kind, label, number(year),
        year.flatMap { CalendarDate(decimalYear: $0) }?.description ?? "",
        number(value), number(low), number(high), unit,
      ]
    }
    let series = plot.series.flatMap { series in
      series.data.map { row(series.name, series.kind(of: $0), $0.label, $0.year, $0.value, $0.low, $0.high) }
    }
    let thresholds = plot.thresholds.flatMap { threshold in
      threshold.steps.map { row(threshold.name, "threshold", "from", $0.from, $0.value) }
        + (threshold.until.map { [row(threshold.name, "threshold", "until", $0, nil)] } ?? [])
    }
    let marks = plot.marks.flatMap { mark in
      [row(mark.name, mark.kind.rawValue, "", mark.year, nil)]
        + [("low", mark.low), ("high", mark.high)].compactMap { label, year in
          year.map { row(mark.name, mark.kind.rawValue, label, $0, nil) }
        }
    }
    return series + thresholds + marks
  }
}

extension Plot.Series {
  /// The kind of one of its figures, in the words of `PlotCSV`.
  fileprivate func kind(of datum: Plot.Datum) -> String {
    if kind == .points { return datum.isEmphasized ? "emphasized point" : "point" }
    let isExtrapolated = extrapolatesAfter.map { datum.year > $0 } ?? false
    return isExtrapolated ? "extrapolated \(kind.rawValue)" : kind.rawValue
  }
}
