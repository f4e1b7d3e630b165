extension PlotDrawing {
  static let labelSize = 12.0
  private static let labelHeight = 15.0
  /// Widest name beside a line or a point; the whole name is in the tooltip and in the data.
  static let labelLimit = 220.0

  /// Lines that reach the right edge are named beside it, the rest inside the area or in the legend.
  static func reachesEdge(_ drawable: PlotContent.Drawable, _ area: PlotArea) -> Bool {
    guard [.line, .steps].contains(drawable.series.kind), let last = drawable.runs.last?.last else {
      return false
    }
    return area.years.position(last.year) > area.width * 0.96
  }

  /// Names what is drawn: thresholds and dates first, then lines, then points from the highest.
  mutating func nameAll() {
    for threshold in content.thresholds { name(threshold.name, threshold.segments) }
    for mark in content.marks { name(mark) }
    nameLinesAtEdge()
    for drawable in content.series { addToLegend(drawable) }
    if content.series.contains(where: { $0.series.extrapolatesAfter != nil && $0.series.kind != .band }) {
      legend.append(.init(swatch: .dash, name: "extrapolated"))
    }
    for drawable in content.series where drawable.series.kind == .points { namePoints(drawable) }
  }

  private func fitted(_ text: String) -> (text: String, width: Double) {
    let text = TextExtent.fitted(
      MarkupText.singleLine(text), size: Self.labelSize, width: Self.labelLimit)
    return (text, TextExtent.width(text, size: Self.labelSize))
  }

  /// - Returns: the candidate that was taken.
  private mutating func place(_ text: String, _ candidates: [PlotRect], style: String) -> PlotRect? {
    guard let index = placer.place(candidates) else { return nil }
    let rect = candidates[index]
    labels.append(
      ["plot-halo \(style)", style].map {
        SVG.text(text, x: rect.x + rect.width / 2, y: rect.y + 11.4, style: $0, anchor: "middle")
      }.joined())
    return rect
  }

  private mutating func name(_ name: String, _ segments: [PlotContent.Segment]) {
    guard let segment = segments.last(where: { $0.covers(area.years.domain) }) else { return }
    let held = segment.shown(in: area.years.domain)
    let left = area.point(held.lowerBound, segment.value)
    let right = area.point(held.upperBound, segment.value)
    let (text, width) = fitted(name)
    let starts = stride(from: right.x - width - 4, through: min(left.x + 4, right.x - width - 4), by: -30)
    let spots = Array(starts) + [left.x - width + (right.x - left.x)]
    let candidates = spots.flatMap { x in
      [right.y - Self.labelHeight - 1, right.y + 2].map {
        PlotRect(x: x, y: $0, width: width, height: Self.labelHeight)
      }
    }
    if place(text, candidates, style: "plot-strong") == nil {
      legend.append(.init(swatch: .law, name: name))
    }
  }

  private mutating func name(_ mark: Plot.Mark) {
    let x = area.years.position(mark.year)
    let (text, width) = fitted(mark.name)
    let candidates = (0..<Int(area.height / 18)).flatMap { row in
      [x + 4, x - width - 4].map {
        PlotRect(x: $0, y: 3 + Double(row) * 18, width: width, height: Self.labelHeight)
      }
    }
    if place(text, candidates, style: "plot-soft") == nil {
      legend.append(.init(swatch: .mark, name: mark.name))
    }
  }

  /// Names beside the right edge, pushed apart where lines end close together.
  private mutating func nameLinesAtEdge() {
    let ends = content.series.compactMap { drawable -> (series: Plot.Series, at: PlotPoint)? in
      guard Self.reachesEdge(drawable, area), let end = polylines(drawable).last?.last else { return nil }
      return (drawable.series, PlotPoint(x: end.x, y: min(max(end.y, 0), area.height)))
    }
    let room = Int(area.height / Self.labelHeight)
    for end in ends.dropFirst(room) {
      legend.append(.init(swatch: .line(style: end.series.style), name: end.series.name))
    }
    let named = ends.prefix(room).enumerated()
      .sorted { ($0.element.at.y, $0.offset) < ($1.element.at.y, $1.offset) }.map(\.element)
    var heights: [Double] = []
    for end in named { heights.append(max(end.at.y, (heights.last ?? -.infinity) + Self.labelHeight)) }
    var limit = area.height
    for index in heights.indices.reversed() {
      heights[index] = min(heights[index], limit)
      limit = heights[index] - Self.labelHeight
    }
    for (end, height) in zip(named, heights) {
      let color = SVGStyle.color(end.series.style)
      let place = PlotPoint(x: area.width + 14, y: height)
      labels.append(
        SVG.element(
          "path",
          ["d": SVG.path([PlotPoint(x: end.at.x + 2, y: end.at.y), place]), "class": "plot-leader \(color)"])
          + SVG.text(fitted(end.series.name).text, x: place.x + 4, y: height + 4.2, style: "plot-end"))
    }
  }

  private mutating func addToLegend(_ drawable: PlotContent.Drawable) {
    let series = drawable.series
    guard !drawable.runs.isEmpty else { return }
    switch series.kind {
    case .points:
      guard let emphasis = series.emphasis else {
        legend.append(.init(swatch: .marker(style: series.style, isMuted: false), name: series.name))
        return
      }
      let data = drawable.runs.joined()
      if data.contains(where: \.isEmphasized) {
        legend.append(
          .init(swatch: .marker(style: series.style, isMuted: false), name: "\(series.name): \(emphasis)"))
      }
      if data.contains(where: { !$0.isEmphasized }) {
        legend.append(
          .init(swatch: .marker(style: series.style, isMuted: true), name: "\(series.name): others"))
      }
    case .line, .steps:
      if Self.reachesEdge(drawable, area) { return }
      guard let end = polylines(drawable).last?.last else { return }
      let (text, width) = fitted(series.name)
      if place(text, spots(around: end, radius: 7, width: width), style: "plot-end") == nil {
        legend.append(.init(swatch: .line(style: series.style), name: series.name))
      }
    case .band: legend.append(.init(swatch: .band(style: series.style), name: series.name))
    }
  }

  private mutating func namePoints(_ drawable: PlotContent.Drawable) {
    let data = drawable.runs.joined().filter {
      !$0.label.isEmpty && (drawable.series.emphasis == nil || $0.isEmphasized)
    }
    let ordered = data.enumerated().sorted {
      (-($0.element.value ?? 0), $0.offset) < (-($1.element.value ?? 0), $1.offset)
    }
    for (_, datum) in ordered {
      guard let value = datum.value else { continue }
      let (text, width) = fitted(datum.label)
      let center = area.point(datum.year, value)
      let near = spots(around: center, radius: 6, width: width)
      let far = spots(around: center, radius: 22, width: width)
      guard let rect = place(text, near + far, style: "plot-label") else {
        unplaced += 1
        continue
      }
      if far.contains(rect) {
        let nearest = PlotPoint(
          x: min(max(center.x, rect.x), rect.x + rect.width),
          y: min(max(center.y, rect.y + 2), rect.y + rect.height - 2))
        labels.append(
          SVG.group(
            ["class": SVGStyle.color(drawable.series.style)],
            [SVG.line(center, nearest, style: "plot-leader")]))
      }
    }
  }

  /// Rectangles around a place, from the most readable on: beside it, then above and below, then at its corners.
  private func spots(around center: PlotPoint, radius: Double, width: Double) -> [PlotRect] {
    let height = Self.labelHeight
    let right = center.x + radius
    let left = center.x - radius - width
    let above = center.y - radius - height
    let below = center.y + radius
    let middle = PlotPoint(x: center.x - width / 2, y: center.y - height / 2)
    return [
      (right, middle.y), (left, middle.y), (middle.x, above), (middle.x, below), (left, above),
      (right, below), (right, above), (left, below),
    ].map { PlotRect(x: $0.0, y: $0.1, width: width, height: height) }
  }
}
