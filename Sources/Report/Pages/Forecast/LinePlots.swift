import Forecast
import Rating

extension Plot.Threshold {
  /// A line of the law with its values, to the day on which it lapsed.
  init(_ line: ThresholdLine) {
    self.init(
      line.id,
      steps: line.values.compactMap { entry in
        entry.value.map { .init(from: entry.from.decimalYear, value: $0) }
      }, until: line.values.last { $0.value == nil }?.from.decimalYear)
  }
}

extension ThresholdPage {
  /// The worth over time in the view that tells most of a line: its share of the frontier chip, or the chips that it holds
  /// or takes.
  var plot: Plot? {
    let points = curve.filter { $0.value != nil }
    guard points.count > 1, let view = points.first?.view else { return nil }
    let name = "\(line.id) in \(view.title)"
    return Plot(
      title: "What \(line.id) is worth in \(view.title)",
      axis: .init(label: view.title, unit: points.first?.unit ?? ""),
      series: [
        .band(
          "interval", style: 0, extrapolatesAfter: knownBy.decimalYear,
          points.compactMap { worth in
            worth.range.map { .init(year: worth.date.decimalYear, low: $0.lowerBound, high: $0.upperBound) }
          }),
        .line(
          name, style: 0, extrapolatesAfter: knownBy.decimalYear,
          points.map { .init(year: $0.date.decimalYear, value: $0.value) }),
      ], marks: [.init("horizon", at: horizon.decimalYear, kind: .horizon)],
      caption:
        "Up to \(knownBy) by the best chip out, after it by the trend; interval of \(NumberFormat.percent(settings.level)), seed \(settings.seed). Source: chipdb, rulebook."
    )
  }
}

extension ReindexPage {
  /// The line as each rule's reviews have it, beside the law.
  var plot: Plot? {
    let applying = rules.filter { !$0.reviews.isEmpty }
    guard !applying.isEmpty else { return nil }
    return Plot(
      title: "\(line.id) by rule", axis: .init(label: line.quantity.label, unit: line.unit),
      series: applying.enumerated().map { style, rule in
        .steps(
          "\(rule.rule.rawValue): \(rule.title)", style: style, extrapolatesAfter: knownBy.decimalYear,
          rule.reviews.map { .init(year: $0.from.decimalYear, value: $0.value) }
            + rule.reviews.suffix(1).map { .init(year: terms.horizon.decimalYear, value: $0.value) })
      }, thresholds: [.init(line)],
      marks: [.init("horizon", at: terms.horizon.decimalYear, kind: .horizon)],
      caption:
        "Values in force after each review, at \(terms.digits) significant digits. Source: chipdb, trends, rulebook."
    )
  }
}

extension ExpiryPage {
  /// Chips for data centres and others against the line, with what has happened and what the trends say.
  var plot: Plot {
    func series(_ name: String, _ style: Int, _ points: [ChipSeries.Point]) -> Plot.Series {
      .points(
        name, style: style,
        points.map {
          .init(
            year: $0.year, value: $0.value, low: $0.range.lowerBound, high: $0.range.upperBound,
            label: $0.name)
        })
    }
    return Plot(
      title: "Chips and \(line.id)", axis: .init(label: "TPP", unit: "TPP"),
      series: [
        series("for data centres", 0, dataCentre), series("not for data centres", 1, others),
      ], thresholds: [.init(line)],
      marks: events.compactMap { event in
        (event.date ?? event.fitted).map { day in
          let isShown = event.date != nil
          return .init(
            event.kind.rawValue, at: day.decimalYear,
            low: isShown ? nil : event.earliest?.decimalYear,
            high: isShown ? nil : event.latest?.decimalYear)
        }
      }, caption: "Chips known by \(knownBy). Source: chipdb, rulebook.")
  }
}
