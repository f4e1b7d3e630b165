/// Renders a plot as one SVG 1.1 element that needs nothing but itself: no script, no font, no address is loaded.
///
/// Equal plots give equal bytes. Names stand beside what they name, and never on one another; what found no room or
/// cannot be drawn is counted below the plot.
public struct SVGRenderer: Sendable {
  public enum Appearance: Sendable {
    /// Dark on light.
    case light
    /// As the reader's system is set: dark on light or light on dark.
    case adaptive
  }

  private static let width = 960.0
  private static let margin = 24.0
  private static let plotHeight = 400.0

  private let appearance: Appearance
  private let identifier: String

  /// - Parameters:
  ///   - appearance: a file of its own adapts, a part of a light page is light.
  ///   - identifier: what the ids within begin with; different for each drawing of a page.
  public init(appearance: Appearance = .adaptive, identifier: String = "plot") {
    self.appearance = appearance
    self.identifier = identifier
  }

  public func render(_ plot: Plot) -> String {
    let content = PlotContent(plot)
    let isLogarithmic = plot.axis.scale == .logarithmic
    var y = Self.margin + 16
    var elements: [String] = []
    func write(_ lines: [String], style: String, lineHeight: Double) {
      for line in lines {
        elements.append(SVG.text(line, x: Self.margin, y: y, style: style))
        y += lineHeight
      }
    }
    write(wrapped(plot.title, size: 21, atMost: 3), style: "plot-title", lineHeight: 25)
    write(wrapped(axisTitle(plot.axis), size: 13, atMost: 2), style: "plot-axis plot-soft", lineHeight: 18)
    y += 2
    var remarks = content.omissions
    if let area = area(content, isLogarithmic) {
      let drawing = PlotDrawing(plot, content, area.area)
      let legend = PlotLegend(drawing.legend, width: Self.width - 2 * Self.margin)
      elements.append(
        SVG.group(["class": "plot-legends"], legend.elements(at: PlotPoint(x: Self.margin, y: y))))
      y += legend.height + 12
      elements.append(
        SVG.group(
          ["transform": "translate(\(SVG.number(area.left)) \(SVG.number(y)))"], layers(drawing, area.ticks)))
      y += Self.plotHeight + 48
      remarks += area.area.omissions
      if drawing.unplaced > 0 { remarks.append("Names that found no room: \(drawing.unplaced).") }
    } else {
      y += 24
      write(["Nothing can be drawn."], style: "plot-strong", lineHeight: 36)
    }
    if remarks.count > 8 { remarks = remarks.prefix(7) + ["And \(remarks.count - 7) more remarks."] }
    for paragraph in [plot.caption, remarks.joined(separator: " ")] {
      write(wrapped(paragraph, size: 12, atMost: 16), style: "plot-soft", lineHeight: 17)
    }
    return framed(plot, content, elements, height: y + 6)
  }

  private func wrapped(_ text: String, size: Double, atMost count: Int) -> [String] {
    TextExtent.wrapped(
      MarkupText.singleLine(text), size: size, width: Self.width - 2 * Self.margin, atMost: count)
  }

  private func axisTitle(_ axis: Plot.Axis) -> String {
    let unit = axis.unit.isEmpty || axis.unit == axis.label ? "" : ", \(axis.unit)"
    return axis.label + unit + (axis.scale == .logarithmic ? ", logarithmic" : "")
  }

  /// The area between the axes, what is marked on its value axis, and its distance from the left edge.
  private func area(
    _ content: PlotContent, _ isLogarithmic: Bool
  ) -> (area: PlotArea, ticks: [PlotTick], left: Double)? {
    let all = Self.width - 2 * Self.margin
    let height = Self.plotHeight
    guard let whole = PlotArea(content, isLogarithmic: isLogarithmic, width: all, height: height) else {
      return nil
    }
    let ticks = PlotTicks.values(whole.values)
    let names = content.series.filter { PlotDrawing.reachesEdge($0, whole) }.map {
      TextExtent.width(MarkupText.singleLine($0.series.name), size: PlotDrawing.labelSize)
    }
    let left = (ticks.map { TextExtent.width($0.label, size: 12) }.max() ?? 0) + 10
    let right = names.max().map { min($0, PlotDrawing.labelLimit) + 20 } ?? 0
    return PlotArea(content, isLogarithmic: isLogarithmic, width: all - left - right, height: height).map {
      ($0, ticks, Self.margin + left)
    }
  }

  private func layers(_ drawing: PlotDrawing, _ ticks: [PlotTick]) -> [String] {
    let clip = ["clip-path": "url(#\(identifier)-clip)"] as KeyValuePairs<String, String>
    let area = drawing.area
    let frame = PlotRect(x: 0, y: 0, width: area.width, height: area.height)
    return [
      SVG.element("clipPath", ["id": "\(identifier)-clip"], SVG.rect(frame, style: "plot-ground")),
      SVG.group(clip, drawing.ground),
    ] + axes(area, ticks) + [
      SVG.group(clip, drawing.marks + drawing.thresholds + drawing.lines),
      SVG.group(clip, drawing.mutedPoints),
      SVG.group(clip, drawing.points),
      SVG.group(["class": "plot-labels"], drawing.labels),
    ]
  }

  private func axes(_ area: PlotArea, _ ticks: [PlotTick]) -> [String] {
    var grid: [String] = []
    var names: [String] = []
    for tick in ticks {
      let y = area.values.position(tick.value)
      let opacity = tick.isMajor ? "1" : "0.5"
      grid.append(
        SVG.element(
          "line",
          [
            "x1": "0", "y1": SVG.number(y), "x2": SVG.number(area.width), "y2": SVG.number(y),
            "stroke-opacity": opacity,
          ]))
      if !tick.label.isEmpty {
        names.append(SVG.text(tick.label, x: -8, y: y + 4.2, style: "plot-y", anchor: "end"))
      }
    }
    let bottom = area.height
    for tick in PlotTicks.years(area.years.domain, atMost: max(2, Int(area.width / 56))) {
      let x = area.years.position(tick.value)
      grid.append(
        SVG.line(PlotPoint(x: x, y: bottom), PlotPoint(x: x, y: bottom + 5), style: "plot-tick"))
      names.append(SVG.text(tick.label, x: x, y: bottom + 20, style: "plot-x", anchor: "middle"))
    }
    return [
      SVG.group(["class": "plot-grid"], grid),
      SVG.group(
        ["class": "plot-soft"],
        names + [
          SVG.line(PlotPoint(x: 0, y: bottom), PlotPoint(x: area.width, y: bottom), style: "plot-base")
        ]),
    ]
  }

  private func framed(_ plot: Plot, _ content: PlotContent, _ elements: [String], height: Double) -> String {
    let size = SVG.number(height.rounded(.up))
    let width = SVG.number(Self.width)
    let title = MarkupText.escaped(MarkupText.singleLine(plot.title))
    let description = MarkupText.escaped(MarkupText.singleLine(PlotDescription(plot, content).text))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="plot" role="img" direction="ltr" \
      viewBox="0 0 \(width) \(size)" width="\(width)" height="\(size)" \
      aria-labelledby="\(identifier)-title \(identifier)-desc">
      <title id="\(identifier)-title">\(title)</title>
      <desc id="\(identifier)-desc">\(description)</desc>
      <style type="text/css">
      \(SVGStyle.sheet(isAdaptive: appearance == .adaptive))
      </style>
      \(SVG.rect(PlotRect(x: 0, y: 0, width: Self.width, height: height.rounded(.up)), style: "plot-ground"))\
      \(elements.joined())</svg>

      """
  }
}
