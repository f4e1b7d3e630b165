import Forecast
import Rating

/// The shapes of a plot, in units of the area between the axes, layer by layer.
struct PlotDrawing {
  let plot: Plot
  let content: PlotContent
  let area: PlotArea

  /// Below the grid: areas of intervals and what lies beyond the horizon.
  var ground: [String] = []
  var thresholds: [String] = []
  var marks: [String] = []
  var lines: [String] = []
  var mutedPoints: [String] = []
  var points: [String] = []
  var labels: [String] = []
  var legend: [PlotLegend.Entry] = []
  var placer: LabelPlacer
  /// Names that found no room.
  var unplaced = 0

  init(_ plot: Plot, _ content: PlotContent, _ area: PlotArea) {
    self.plot = plot
    self.content = content
    self.area = area
    placer = LabelPlacer(bounds: PlotRect(x: 0, y: 0, width: area.width, height: area.height))
    for mark in content.marks { draw(mark) }
    for drawable in content.series {
      switch drawable.series.kind {
      case .points: drawPoints(drawable)
      case .line, .steps: drawLines(drawable)
      case .band: drawBand(drawable)
      }
    }
    for threshold in content.thresholds { draw(threshold.name, threshold.segments) }
    nameAll()
  }

  /// A line or a series of steps on its way through the area, run by run.
  func polylines(_ drawable: PlotContent.Drawable) -> [[PlotPoint]] {
    drawable.runs.map { run in
      let line = run.compactMap { datum in datum.value.map { area.point(datum.year, $0) } }
      return drawable.series.kind == .steps ? line.steps : line
    }
  }

  func described(_ value: Double) -> String {
    NumberFormat.exact(value) + (plot.axis.unit.isEmpty ? "" : " \(plot.axis.unit)")
  }

  static func dateText(_ year: Double) -> String { CalendarDate(decimalYear: year)?.description ?? "\(year)" }

  private mutating func drawPoints(_ drawable: PlotContent.Drawable) {
    let series = drawable.series
    let data = drawable.runs.flatMap { $0 }
    let isCrowded = data.count > 300
    for datum in data {
      guard let value = datum.value else { continue }
      let isMuted = series.emphasis != nil && !datum.isEmphasized
      let radius = isMuted ? (isCrowded ? 2 : 3.2) : (isCrowded && series.emphasis == nil ? 2.5 : 4.5)
      let center = area.point(datum.year, value)
      var shape = ""
      if datum.low != nil || datum.high != nil {
        let low = area.point(datum.year, datum.low ?? value)
        let high = area.point(datum.year, datum.high ?? value)
        shape += SVG.line(low, high, style: "plot-whisker")
        placer.avoid([low, high])
      }
      let interval =
        datum.low == nil && datum.high == nil
        ? "" : " (\(described(datum.low ?? value)) to \(described(datum.high ?? value)))"
      let name = datum.label.isEmpty ? series.name : datum.label
      shape += SVG.element(
        "path",
        [
          "d": PlotMarker(style: series.style).path(at: center, radius: radius),
          "class": isMuted
            ? "plot-pale" : isCrowded && !datum.isEmphasized ? "plot-dot plot-crowd" : "plot-dot",
        ], SVG.tooltip("\(name), \(Self.dateText(datum.year)): \(described(value))\(interval)"))
      let element = SVG.group(["class": SVGStyle.color(series.style)], [shape])
      if isMuted { mutedPoints.append(element) } else { points.append(element) }
      let reach = radius + 1
      placer.block(PlotRect(x: center.x - reach, y: center.y - reach, width: 2 * reach, height: 2 * reach))
    }
  }

  private mutating func drawLines(_ drawable: PlotContent.Drawable) {
    let series = drawable.series
    let color = SVGStyle.color(series.style)
    for line in polylines(drawable) {
      placer.avoid(line)
      if line.count == 1 {
        let dot = PlotMarker.circle.path(at: line[0], radius: 2.5)
        lines.append(
          SVG.element("path", ["d": dot, "class": "plot-dot \(color)"], SVG.tooltip(series.name)))
        continue
      }
      let parts = line.divided(at: series.extrapolatesAfter.map(area.years.position) ?? .infinity)
      for (part, dash) in [(parts.before, ""), (parts.after, " plot-dash")] where part.count > 1 {
        lines.append(
          SVG.element(
            "path", ["d": SVG.path(part), "class": "plot-fit\(dash) \(color)"], SVG.tooltip(series.name)))
      }
    }
  }

  private mutating func drawBand(_ drawable: PlotContent.Drawable) {
    let series = drawable.series
    let color = SVGStyle.color(series.style)
    for run in drawable.runs {
      let low = run.compactMap { datum in datum.low.map { area.point(datum.year, $0) } }
      let high = run.compactMap { datum in datum.high.map { area.point(datum.year, $0) } }
      if low.count == 1 {
        lines.append(
          SVG.group(["class": color], [SVG.line(low[0], high[0], style: "plot-whisker")]))
        continue
      }
      let border = series.extrapolatesAfter.map(area.years.position) ?? .infinity
      let lower = low.divided(at: border)
      let upper = high.divided(at: border)
      for (bottom, top, far) in [(lower.before, upper.before, ""), (lower.after, upper.after, " plot-far")]
      where bottom.count > 1 {
        ground.append(
          SVG.element(
            "path",
            ["d": SVG.path(top + bottom.reversed()) + "Z", "class": "plot-band\(far) \(color)"],
            SVG.tooltip(series.name)))
      }
    }
  }

  private mutating func draw(_ name: String, _ segments: [PlotContent.Segment]) {
    let dates = area.years.domain
    let shown = segments.filter { $0.covers(dates) }
    var end: PlotPoint?
    for segment in shown {
      let held = segment.shown(in: dates)
      let a = area.point(held.lowerBound, segment.value)
      let b = area.point(held.upperBound, segment.value)
      let from = segment.from.map { " from \(Self.dateText($0))" } ?? ""
      let until = segment.until.map { " until \(Self.dateText($0))" } ?? ""
      var shape = SVG.element(
        "path", ["d": SVG.path([a, b]), "class": "plot-law"],
        SVG.tooltip("\(name): \(described(segment.value))\(from)\(until)"))
      if let end, end.x == a.x {
        shape += SVG.line(end, a, style: "plot-riser")
      } else if let from = segment.from, dates.contains(from) {
        shape += SVG.line(PlotPoint(x: a.x, y: a.y - 4), PlotPoint(x: a.x, y: a.y + 4), style: "plot-law")
      }
      if let until = segment.until, dates.contains(until), segment == shown.last {
        shape += SVG.line(PlotPoint(x: b.x, y: b.y - 4), PlotPoint(x: b.x, y: b.y + 4), style: "plot-law")
      }
      thresholds.append(shape)
      placer.avoid([a, b])
      end = b
    }
  }

  private mutating func draw(_ mark: Plot.Mark) {
    let x = area.years.position(mark.year)
    if mark.kind == .horizon {
      ground.append(
        SVG.rect(
          PlotRect(x: x, y: 0, width: max(0, area.width - x), height: area.height), style: "plot-shade"))
    }
    if mark.low != nil || mark.high != nil {
      let low = area.years.position(mark.low ?? mark.year)
      let high = area.years.position(mark.high ?? mark.year)
      ground.append(
        SVG.rect(PlotRect(x: low, y: 0, width: high - low, height: area.height), style: "plot-shade"))
    }
    let line = [PlotPoint(x: x, y: 0), PlotPoint(x: x, y: area.height)]
    let interval =
      mark.low == nil && mark.high == nil
      ? "" : " (\(Self.dateText(mark.low ?? mark.year)) to \(Self.dateText(mark.high ?? mark.year)))"
    marks.append(
      SVG.element(
        "path", ["d": SVG.path(line), "class": "plot-mark"],
        SVG.tooltip("\(mark.name): \(Self.dateText(mark.year))\(interval)")))
    placer.avoid(line)
  }
}
