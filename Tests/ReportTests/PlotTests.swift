import Foundation
import Testing

@testable import Report

@Suite struct PlotTests {
  private func plot(
    _ series: [Plot.Series], scale: Plot.Axis.Scale = .logarithmic, thresholds: [Plot.Threshold] = [],
    marks: [Plot.Mark] = []
  ) -> Plot {
    Plot(
      title: "Trend", axis: .init(scale, label: "Performance", unit: "TPP"), series: series,
      thresholds: thresholds, marks: marks, caption: "Source: a test.")
  }

  private func drawing(_ plot: Plot) throws -> SVGDrawing { try SVGDrawing(SVGRenderer().render(plot)) }

  /// A frontier with a fit, its interval, a line of the law in two steps, a date and a horizon.
  static let forecast = Plot(
    title: "Frontier", axis: .init(label: "Performance", unit: "TPP"),
    series: [
      .band(
        "90 % interval", style: 0, extrapolatesAfter: 2024,
        (2016...2030).map { year in
          .init(
            year: Double(year), low: pow(10, Double(year) / 4 - 502.5), high: pow(10, Double(year) / 4 - 502))
        }),
      .points(
        "Chips", style: 0, emphasis: "points of the fit",
        (0..<40).map { index in
          .init(
            year: 2016 + Double(index) / 5, value: pow(10, 1.8 + Double(index * 7 % 40) / 18), low: nil,
            high: nil,
            label: "Chip \(index)", isEmphasized: index.isMultiple(of: 3))
        }),
      .line(
        "Fit", style: 0, extrapolatesAfter: 2024,
        [2016, 2030].map { .init(year: $0, value: pow(10, $0 / 4 - 502.25)) }),
      .steps("Running maximum", style: 1, [.init(year: 2016, value: 90), .init(year: 2020, value: 700)]),
    ],
    thresholds: [
      .init("Limit: 4,800 TPP", steps: [.init(from: 2022.5, value: 2000), .init(from: 2025, value: 4800)])
    ],
    marks: [
      .init("expires", at: 2027, low: 2026, high: 2028.5), .init("horizon", at: 2029, kind: .horizon),
    ], caption: "Source: a test.")

  @Test("a point stands where the logarithm of its value and its date put it")
  func logarithmicGeometry() throws {
    let values = [100.0, 1000, 5000, 100_000]
    let data = values.enumerated().map { Plot.Datum(year: 2020 + Double($0.offset), value: $0.element) }
    let drawing = try drawing(plot([.points("s", style: 0, data)]))
    let centers = drawing.circleCenters
    try #require(centers.count == 4)
    let decade = centers[0].y - centers[1].y
    #expect(decade > 50)
    for (center, value) in zip(centers, values) {
      #expect(abs(center.y - (centers[0].y - decade * (log10(value) - 2))) < 0.02)
    }
    for (index, center) in centers.enumerated() {
      let year = centers[1].x - centers[0].x
      #expect(abs(center.x - (centers[0].x + year * Double(index))) < 0.02)
    }
    for (label, value) in [("100", 100.0), ("1,000", 1000), ("100k", 100_000)] {
      let tick = try #require(drawing.texts("plot-y").first { $0.text == label })
      #expect(abs(tick.y - 4.2 - (centers[0].y - decade * (log10(value) - 2))) < 0.02)
    }
    let year = try #require(drawing.texts("plot-x").first { $0.text == "2021" })
    #expect(abs(year.x - centers[1].x) < 0.02)
  }

  @Test("on a linear axis equal differences are equal distances, and 0 and negative values have their place")
  func linearGeometry() throws {
    let data = [-10.0, 0, 30].map { Plot.Datum(year: 2021, value: $0) }
    let centers = try drawing(plot([.points("s", style: 0, data)], scale: .linear)).circleCenters
    try #require(centers.count == 3)
    #expect(abs((centers[0].y - centers[1].y) * 3 - (centers[1].y - centers[2].y)) < 0.05)
  }

  @Test("a threshold begins on its date and rises with a step; a fit is dashed where it extrapolates")
  func thresholdsAndFit() throws {
    let drawing = try drawing(Self.forecast)
    let laws = drawing.paths("plot-law")
    let x = try drawing.years()
    try #require(laws.count == 2)
    #expect(abs(laws[0][0].x - x(2022.5)) < 0.1)
    #expect(abs(laws[0][1].x - x(2025)) < 0.1)
    #expect(laws[0][1].y > laws[1][0].y)
    let fits = drawing.paths("plot-fit")
    let dashed = drawing.paths("plot-dash")
    try #require(dashed.count == 1)
    #expect(abs(dashed[0][0].x - x(2024)) < 0.1)
    #expect(fits.contains { abs($0.last!.x - x(2024)) < 0.1 && $0.last! == dashed[0][0] })
    #expect(fits.contains { $0.count == 3 && $0[0].y == $0[1].y && $0[1].x == $0[2].x })
    #expect(drawing.texts("plot-legend").map(\.text).contains("Chips: points of the fit"))
    #expect(drawing.texts("plot-strong").last?.text == "Limit: 4,800 TPP")
  }

  @Test("a drawing is well-formed, loads nothing, has a title and a description, and is the same each time")
  func wellFormed() throws {
    let text = SVGRenderer().render(Self.forecast)
    #expect(text == SVGRenderer().render(Self.forecast))
    let drawing = try SVGDrawing(text)
    let root = drawing.root
    #expect(root.attributes["role"] == "img")
    #expect(root.child("title")?.text == "Frontier")
    #expect(
      root.child("desc")?.text.contains("Threshold Limit: 4,800 TPP: 4,800 in TPP.")
        == true)
    for forbidden in ["script", "href", "@import", "url(http", "font-face"] {
      #expect(!text.contains(forbidden))
    }
    #expect(text.contains("prefers-color-scheme:dark"))
    #expect(!SVGRenderer(appearance: .light).render(Self.forecast).contains("prefers-color-scheme"))
  }

  @Test("names never overlap, neither one another nor a marker, and none leaves the drawing")
  func labels() throws {
    let drawing = try drawing(Self.forecast)
    let names = drawing.texts("plot-halo").map { text in
      let width = TextExtent.width(text.text, size: 12)
      return PlotRect(x: text.x - width / 2, y: text.y - 11.4, width: width, height: 15)
    }
    #expect(names.count > 12)
    for (index, name) in names.enumerated() {
      #expect(!names[(index + 1)...].contains { $0.intersects(name.shrunk(by: 0.02)) })
      for center in drawing.circleCenters {
        #expect(
          !name.shrunk(by: 0.02).intersects(.init(x: center.x - 3, y: center.y - 3, width: 6, height: 6)))
      }
      #expect(PlotRect(x: 0, y: 0, width: 960, height: 400).contains(name.shrunk(by: 0.02)))
    }
  }

  @Test("lines that end close together are named apart, at the right of the area")
  func edgeNames() throws {
    let rules = (1...8).map { rule in
      Plot.Series.line(
        "R\(rule)", style: rule,
        [2022, 2030].map { .init(year: $0, value: 1000 + Double(rule) * ($0 - 2021)) })
    }
    let names = try drawing(plot(rules)).texts("plot-end").sorted { $0.y < $1.y }
    #expect(names.map(\.text) == (1...8).reversed().map { "R\($0)" })
    for (above, below) in zip(names, names.dropFirst()) { #expect(below.y - above.y > 14.9) }
  }

  @Test("what cannot be drawn is left out and counted below the plot, with the reason")
  func omissions() throws {
    let data: [Plot.Datum] = [
      .init(year: 2020, value: 10, low: -1, high: 20), .init(year: 2021, value: 0),
      .init(year: 2022, value: .nan), .init(year: 2022, value: .infinity), .init(year: .nan, value: 5),
      .init(year: 1e300, value: 5), .init(year: 2023, value: nil),
    ]
    let drawing = try drawing(
      plot(
        [
          .points("Chips", style: 0, data), .line("Nothing", style: 1, []),
          .line(
            "Gap", style: 2, [2020, 2021, 2022, 2023].map { .init(year: $0, value: $0 == 2022 ? -1 : 50) }),
          .band("Reversed", style: 0, [.init(year: 2020, low: 5, high: 4)]),
        ], thresholds: [.init("None", value: -3), .init("Past", value: 7, from: 1990, until: 1995)],
        marks: [.init("Never", at: .infinity)]))
    #expect(drawing.circleCenters.count == 2, "the point and the end of the gap")
    let said = drawing.texts("plot-soft").map(\.text).joined(separator: " ")
    for sentence in [
      "“Chips”, not drawn: 2 without a date from year 1 to 9999, 1 without a value, 2 not finite, 1 at or below 0, "
        + "which a logarithmic axis has no place for.",
      "“Chips”, intervals not drawn: 1 that", "“Nothing” has no figures.",
      "“Gap”, not drawn: 1 at or below 0",
      "“Reversed”, not drawn: 1 whose low is above its high.", "“None”, not drawn: 1 at or below 0",
      "“Never”, not drawn", "“Past” holds at no date that is drawn.",
    ] {
      #expect(said.contains(sentence))
    }
    #expect(drawing.paths("plot-fit").map(\.count) == [2])
  }

  @Test("a far end of an interval does not crowd the figures out, and it is said that it goes on")
  func farIntervals() throws {
    let data = [2020.0, 2024].map {
      Plot.Datum(year: $0, value: 100 * ($0 - 2019), low: 1e-9, high: 1e30)
    }
    let drawing = try drawing(
      plot([.points("Chips", style: 0, data)], marks: [.init("expires", at: 2025, low: 2024, high: 9000)]))
    let centers = drawing.circleCenters
    try #require(centers.count == 2)
    #expect(centers[1].x - centers[0].x > 300)
    #expect(centers[0].y - centers[1].y > 100)
    let said = drawing.texts("plot-soft").map(\.text).joined(separator: " ")
    #expect(said.contains("Intervals go beyond the value axis. Intervals go beyond the dates."))
  }

  @Test(
    "no value breaks the drawing",
    arguments: [
      [Double.greatestFiniteMagnitude, .leastNonzeroMagnitude], [1, 1], [1, 1.0000000001], [1e-300, 1e300],
      [1e15], [4800, 4805], [-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude], [0], [],
    ])
  func extremes(values: [Double]) throws {
    for scale in [Plot.Axis.Scale.linear, .logarithmic] {
      for years in [[2020.0], [1, 9999.9], [2020, 2020.001]] {
        let data = years.flatMap { year in values.map { Plot.Datum(year: year, value: $0) } }
        let band = data.map { Plot.Datum(year: $0.year, low: $0.value! / 2, high: $0.value!) }
        let series: [Plot.Series] = [
          .points("p", style: .min, data), .line("l", style: .max, extrapolatesAfter: .nan, data),
          .steps("s", style: 2, extrapolatesAfter: -.infinity, data), .band("b", style: 3, band),
        ]
        let text = SVGRenderer().render(plot(series, scale: scale))
        _ = try SVGDrawing(text)
        #expect(!text.contains("nan") && !text.contains("inf"))
      }
    }
  }

  @Test("hostile names stay text: no element, attribute or line of theirs reaches the drawing")
  func hostileNames() throws {
    let evil =
      "<script>alert(1)</script>\"\u{301} onload=\"x\" '&amp;]]>\n\u{0}\u{b}\u{fffe}\u{202e}שבב\u{2067}"
      + String(repeating: "W", count: 5000)
    var plot = plot(
      [
        .points(
          evil, style: 0, emphasis: evil, [.init(year: 2020, value: 5, label: evil, isEmphasized: true)]),
        .line(evil, style: 1, [.init(year: 2019, value: 5), .init(year: 2021, value: 6)]),
        .band(evil, style: 1, [.init(year: 2019, low: 5, high: .nan)]),
      ], thresholds: [.init(evil, value: 8), .init(evil, value: 0)], marks: [.init(evil, at: 2020)])
    plot.title = evil
    plot.axis.label = evil
    plot.axis.unit = evil
    plot.caption = evil
    let text = SVGRenderer().render(plot)
    let drawing = try SVGDrawing(text)
    #expect(!text.contains("<script"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x202e || $0.value == 0x2067 || $0.value == 0xb })
    #expect(drawing.all.allSatisfy { $0.attributes["onload"] == nil })
    #expect(drawing.root.child("title")?.text.hasPrefix("<script>alert(1)") == true)
    for line in drawing.texts("plot-soft") { #expect(TextExtent.width(line.text, size: 12) < 920) }
  }

  @Test("five thousand points are drawn, and the names that found no room are counted")
  func manyPoints() throws {
    let data = (0..<5000).map { index in
      Plot.Datum(
        year: 2010 + Double(index % 97) / 10, value: pow(10, Double(index % 89) / 20), label: "run \(index)")
    }
    let drawing = try drawing(plot([.points("Runs", style: 0, data)]))
    #expect(drawing.circleCenters.count == 5000)
    let named = drawing.texts("plot-halo").count
    #expect(drawing.texts("plot-soft").map(\.text).contains("Names that found no room: \(5000 - named)."))
  }

  @Test("series differ in shape as well as in colour, for 49 styles")
  func styles() {
    let looks = (0..<49).map { style in
      "\(SVGStyle.color(style))\(PlotMarker(style: style).path(at: .init(x: 0, y: 0), radius: 4))"
    }
    #expect(Set(looks.prefix(7).map { $0.dropFirst(7) }).count == 7)
    #expect(Set(looks).count == 49)
  }
}

extension PlotRect {
  fileprivate func shrunk(by margin: Double) -> PlotRect {
    PlotRect(x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
  }
}
