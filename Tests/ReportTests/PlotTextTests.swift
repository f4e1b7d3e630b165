import Forecast
import Foundation
import Rating
import Rulebook
import Testing

@testable import Report

@Suite struct PlotTextTests {
  @Test("a page inlines each plot with ids of its own, in the light, and escapes marked quotes")
  func page() throws {
    let document = Document(
      title: "\"\u{301}<b>", sections: [.init("S", [.plot(PlotTests.forecast), .plot(PlotTests.forecast)])])
    let page = HTMLRenderer(chartLibrary: nil).render(document)
    #expect(page.components(separatedBy: "<svg ").count == 3)
    for id in ["plot1-title", "plot1-clip", "plot2-title", "plot2-clip"] {
      #expect(page.components(separatedBy: "id=\"\(id)\"").count == 2)
    }
    #expect(page.contains("url(#plot2-clip)"))
    #expect(!page.contains("prefers-color-scheme"))
    #expect(page.contains("<h1>&quot;\u{301}&lt;b&gt;</h1>"))
    #expect(MarkdownRenderer().render(document).contains("Plot “Frontier”: drawn in the page and as SVG."))
    #expect(!TerminalRenderer(isColored: false).render(document).contains("Frontier"))
    #expect(document.plots.map(\.title) == ["Frontier", "Frontier"])
  }

  @Test("a plot of supposed rules says so in its own title")
  func whatIf() throws {
    let document = Document(title: "T", sections: [.init("S", [.plot(PlotTests.forecast)])])
    #expect(document.marked([]).plots[0].title == "Frontier")
    let path = RatingReportTests.root + "/examples/tpp-2400.yaml"
    let files = try Rulebook.load(directory: RatingReportTests.root + "/rulebook").supposing([path]).whatIfs
    #expect(document.marked(files).plots[0].title == "Frontier (what-if: \(path))")
  }

  @Test("the CSV has every figure of every series, threshold and mark, with its date and unit")
  func csv() {
    let plot = Plot(
      title: "A, B", axis: .init(label: "Performance", unit: "TPP"),
      series: [
        .points(
          "Chips", style: 0, emphasis: "of the fit",
          [
            .init(year: 2020, value: 1234.5, low: 1000, high: 2e26, label: "X \"1\"", isEmphasized: true),
            .init(year: 2020.5, value: .nan, label: "Y"),
          ]),
        .line("Fit", style: 0, extrapolatesAfter: 2021, [2020, 2022].map { .init(year: $0, value: 3) }),
        .band("Interval", style: 0, [.init(year: 2020, low: 1, high: 2)]),
      ], thresholds: [.init("Limit", value: 4800, from: 2022, until: 2024)],
      marks: [.init("expires", at: 2027, low: 2026, high: 2028)], caption: "")
    #expect(
      PlotCSV([plot]).text == """
        plot,series,kind,label,x,date,y,low,high,unit
        "A, B",Chips,emphasized point,"X ""1""\",2020,2020-01-01,1234.5,1000,2e+26,TPP
        "A, B",Chips,point,Y,2020.5,2020-07-02,nan,,,TPP
        "A, B",Fit,line,,2020,2020-01-01,3,,,TPP
        "A, B",Fit,extrapolated line,,2022,2022-01-01,3,,,TPP
        "A, B",Interval,band,,2020,2020-01-01,,1,2,TPP
        "A, B",Limit,threshold,from,2022,2022-01-01,4800,,,TPP
        "A, B",Limit,threshold,until,2024,2024-01-01,,,,
        "A, B",expires,event,,2027,2027-01-01,,,,
        "A, B",expires,event,low,2026,2026-01-01,,,,
        "A, B",expires,event,high,2028,2028-01-01,,,,

        """)
  }

  @Test("decimal years are the days they were made from, in leap years too")
  func dates() {
    #expect(CalendarDate(decimalYear: 2024.5)?.description == "2024-07-02")
    #expect(CalendarDate(decimalYear: 2023 + 31.0 / 365)?.description == "2023-02-01")
    #expect(CalendarDate(decimalYear: 2024 + 365.0 / 366)?.description == "2024-12-31")
    #expect(CalendarDate(decimalYear: 2022 + 279.0 / 365)?.description == "2022-10-07")
    #expect(
      CalendarDate(decimalYear: 0.5) == nil && CalendarDate(decimalYear: 10_000) == nil
        && CalendarDate(decimalYear: .nan) == nil)
  }

  @Test(
    "an axis has between three and fifteen names, no two alike",
    arguments: [
      (1.0, 2.0), (4800, 4900), (0.003, 0.2), (10, 1e6), (1, 1e12), (1e22, 1e27), (1e-9, 1e9),
      (26.9e6, 790e6),
    ])
  func ticks(low: Double, high: Double) {
    for isLogarithmic in [true, false] {
      let labels = PlotTicks.values(
        .init(isLogarithmic: isLogarithmic, domain: low...high, start: 400, end: 0)
      ).map(\.label).filter { !$0.isEmpty }
      #expect((3...15).contains(labels.count))
      #expect(Set(labels).count == labels.count)
    }
  }

  @Test(
    "marks on an axis are named as people say them",
    arguments: [
      (5000.0, "5,000"), (10_000, "10k"), (200_000, "200k"), (1e6, "1M"), (2e9, "2B"), (5e12, "5T"),
      (1e26, "10²⁶"), (2e26, "2×10²⁶"), (0.05, "0.05"), (1e-5, "10⁻⁵"), (0, "0"), (-500, "-500"),
    ])
  func tickNames(value: Double, name: String) {
    #expect(PlotTicks.label(value, step: value.magnitude) == name)
  }

  @Test("coordinates have at most two decimals and no exponent")
  func numbers() {
    let texts = [0, 1, -0.001, 12.345, 12.3, -7.05, 1e15, .nan].map(SVG.number)
    #expect(texts == ["0", "1", "0", "12.35", "12.3", "-7.05", "0", "0"])
  }

  @Test("further drawings are named beside the first")
  func fileNames() {
    #expect(
      PlotFileNames.numbered("a.b/trend.svg", count: 3) == [
        "a.b/trend.svg", "a.b/trend-2.svg", "a.b/trend-3.svg",
      ])
    #expect(PlotFileNames.numbered("a.b/trend", count: 2) == ["a.b/trend", "a.b/trend-2"])
    #expect(PlotFileNames.numbered(".svg", count: 2) == [".svg", ".svg-2"])
    #expect(PlotFileNames.numbered("trend.svg", count: 0).isEmpty)
  }
}
