import Forecast
import Rating

extension TrendPage {
  /// The chips, the fit with its interval, and the values that were asked about.
  var plot: Plot {
    let chips = points.map { point in
      Plot.Datum(
        year: point.year, value: point.value, low: point.range.lowerBound, high: point.range.upperBound,
        label: point.name, isEmphasized: point.isSelected)
    }
    let path = self.path
    let last = points.last(where: \.isSelected)?.year ?? 0
    return Plot(
      title: question, axis: .init(label: quantity.label, unit: unit),
      series: [
        .points(
          "chips", style: 0, emphasis: selection == .all ? nil : "of the fit: \(selection.words)", chips),
        .band(
          "a new point, \(NumberFormat.percent(settings.level))", style: 0, extrapolatesAfter: last,
          path.map {
            .init(year: $0.date.decimalYear, low: $0.prediction.lowerBound, high: $0.prediction.upperBound)
          }),
        .line(
          "× \(NumberFormat.number(fit.growth, digits: 3)) a year", style: 0, extrapolatesAfter: last,
          path.map { .init(year: $0.date.decimalYear, value: $0.value) }),
      ],
      thresholds: crossings.map { .init("\(NumberFormat.number($0.value)) \(unit)", value: $0.value) },
      marks: [
        .init("known by \(knownBy)", at: knownBy.decimalYear),
        .init("horizon", at: horizon.decimalYear, kind: .horizon),
      ], caption: "Declared figures of chipdb/; intervals of the plain fit.")
  }

  /// How far each chip of the fit lies from the line.
  var residualPlot: Plot {
    Plot(
      title: "\(question): residuals", axis: .init(label: "value ÷ line", unit: ""),
      series: [
        .points(
          "chips of the fit", style: 0, emphasis: nil,
          points.filter(\.isSelected).map {
            .init(year: $0.year, value: $0.value / fit.value(at: $0.year), label: $0.name)
          })
      ], thresholds: [.init("the line", value: 1)],
      caption: "Least squares over the days of release; a run above or below 1 shows that the growth changed."
    )
  }
}
