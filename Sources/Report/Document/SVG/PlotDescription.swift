import ChipDB

/// What a plot shows, in words, for readers who do not see it.
struct PlotDescription {
  let text: String

  init(_ plot: Plot, _ content: PlotContent) {
    let scale = plot.axis.scale == .logarithmic ? "a logarithmic" : "a linear"
    let unit = plot.axis.unit.isEmpty ? "" : " in \(plot.axis.unit)"
    let series = content.series.filter { !$0.runs.isEmpty }.prefix(24).map { drawable in
      let data = drawable.runs.joined()
      let years = data.map(\.year)
      let span = [years.min(), years.max()].compactMap { $0.map(PlotDrawing.dateText) }.uniqued
      return "\(drawable.series.name): \(drawable.series.kind.noun(data.count)), "
        + span.joined(separator: " to ") + "."
    }
    let thresholds = content.thresholds.prefix(24).compactMap { threshold in
      threshold.segments.last.map { "Threshold \(threshold.name): \(NumberFormat.exact($0.value))\(unit)." }
    }
    let marks = content.marks.prefix(24).map { "\($0.name): \(PlotDrawing.dateText($0.year))." }
    text =
      (["\(plot.axis.label)\(unit) over dates, on \(scale) axis."] + series + thresholds + marks)
      .joined(separator: " ")
  }
}

extension Plot.Series.Kind {
  fileprivate func noun(_ count: Int) -> String {
    switch self {
    case .points: count == 1 ? "1 point" : "\(count) points"
    case .line: "line"
    case .steps: "steps"
    case .band: "interval"
    }
  }
}
