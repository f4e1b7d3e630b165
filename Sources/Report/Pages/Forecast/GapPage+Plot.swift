import Forecast
import Rating

extension GapPage {
  /// Both sides under one definition: every chip, the best so far, and where it goes.
  func plot(_ gap: Gap) -> Plot {
    Plot(
      title: "\(country) and \(against), \(gap.definition.name)",
      axis: .init(label: gap.definition.id, unit: gap.definition.reference),
      series: side(country, gap.trend?.country, gap, style: 0)
        + side(against, gap.trend?.against, gap, style: 1),
      marks: [
        .init("known by \(knownBy)", at: knownBy.decimalYear),
        .init("horizon", at: horizon.decimalYear, kind: .horizon),
      ],
      caption:
        "Declared figures of chipdb/; steps: the best so far; ahead: from the best of \(knownBy), growing as since \(gap.trend?.since.description ?? "never"), with \(NumberFormat.percent(settings.level)) of the resamples."
    )
  }

  private func side(_ code: String, _ growth: Growth?, _ gap: Gap, style: Int) -> [Plot.Series] {
    let points = gap.points.filter { $0.country == code }
    var records: [ChipSeries.Point] = []
    for point in points where point.value > records.last?.value ?? 0 { records.append(point) }
    let best = Set(records.map(\.chip))
    var steps = records.map { Plot.Datum(year: $0.year, value: $0.value) }
    if let last = steps.last { steps.append(.init(year: knownBy.decimalYear, value: last.value)) }
    var series: [Plot.Series] = [
      .points(
        code, style: style, emphasis: "better than every chip before",
        points.map {
          .init(
            year: $0.year, value: $0.value, low: $0.range.lowerBound, high: $0.range.upperBound,
            label: $0.name, isEmphasized: best.contains($0.chip))
        }),
      .steps("best of \(code)", style: style, steps),
    ]
    if let path = growth?.path, path.count > 1 {
      series.append(
        .band(
          "\(code) ahead, \(NumberFormat.percent(settings.level))", style: style,
          extrapolatesAfter: knownBy.decimalYear,
          path.compactMap { step in
            step.interval.map {
              .init(year: step.date.decimalYear, low: $0.lowerBound, high: $0.upperBound)
            }
          }))
      series.append(
        .line(
          "\(code) ahead", style: style, extrapolatesAfter: knownBy.decimalYear,
          path.map { .init(year: $0.date.decimalYear, value: $0.value) }))
    }
    return series
  }
}
