/// What the shapes of a drawing mean, in rows above it.
struct PlotLegend {
  /// How an entry's shape is drawn, in a box of 22 by 12 units.
  enum Swatch {
    case marker(style: Int, isMuted: Bool)
    case line(style: Int)
    case dash
    case band(style: Int)
    case law
    case mark
    case none
  }

  struct Entry {
    let swatch: Swatch
    let name: String
  }

  static let rowHeight = 20.0
  /// More would crowd out the plot; the rest is counted.
  private static let limit = 24

  private let rows: [[(entry: Entry, x: Double)]]

  var height: Double { Double(rows.count) * Self.rowHeight }

  init(_ entries: [Entry], width: Double) {
    var shown = Array(entries.prefix(Self.limit))
    if entries.count > Self.limit {
      shown.append(Entry(swatch: .none, name: "and \(entries.count - Self.limit) more"))
    }
    var rows: [[(entry: Entry, x: Double)]] = []
    var x = Double.infinity
    for entry in shown {
      let name = TextExtent.fitted(MarkupText.singleLine(entry.name), size: 12, width: width / 2)
      let extent = 28 + TextExtent.width(name, size: 12) + 18
      if x + extent > width {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((Entry(swatch: entry.swatch, name: name), x))
      x += extent
    }
    self.rows = rows
  }

  /// The rows below an upper left corner.
  func elements(at corner: PlotPoint) -> [String] {
    rows.enumerated().flatMap { index, row in
      row.flatMap { item in
        let left = PlotPoint(x: corner.x + item.x, y: corner.y + Double(index) * Self.rowHeight + 6)
        return [
          shape(item.entry.swatch, left),
          SVG.text(item.entry.name, x: left.x + 28, y: left.y + 4.2, style: "plot-legend"),
        ]
      }
    }
  }

  private func shape(_ swatch: Swatch, _ left: PlotPoint) -> String {
    let right = PlotPoint(x: left.x + 22, y: left.y)
    switch swatch {
    case .marker(let style, let isMuted):
      return SVG.element(
        "path",
        [
          "d": PlotMarker(style: style).path(
            at: PlotPoint(x: left.x + 11, y: left.y), radius: isMuted ? 3.2 : 4.5),
          "class": "\(isMuted ? "plot-pale" : "plot-dot") \(SVGStyle.color(style))",
        ])
    case .line(let style): return SVG.line(left, right, style: "plot-fit \(SVGStyle.color(style))")
    case .dash: return SVG.line(left, right, style: "plot-fit plot-dash plot-soft")
    case .band(let style):
      return SVG.rect(
        PlotRect(x: left.x, y: left.y - 6, width: 22, height: 12), style: "plot-band \(SVGStyle.color(style))"
      )
    case .law: return SVG.line(left, right, style: "plot-law")
    case .mark: return SVG.line(left, right, style: "plot-mark")
    case .none: return ""
    }
  }
}
