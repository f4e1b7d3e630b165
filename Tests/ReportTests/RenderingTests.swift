import Foundation
import Report
import Testing

@Suite struct RenderingTests {
  static let document = Document(
    title: "A <title> & more",
    sections: [
      .init(
        "First",
        [
          .paragraph("Plain *text* with | and </script>."),
          .table(
            .init([.text("name"), .number("value")], rows: [["昇腾", "1"], ["longer name", "1,234"]])),
          .fields([("label", "value")]), .tree([(0, "root"), (1, "leaf")]), .notes(["a note"]),
          .chart(
            Chart(
              kind: .scatter, title: "Chart", xTitle: "x", yTitle: "y",
              series: [.init("s", [.init(x: 1, y: 2, label: "</script><b>")])])),
        ])
    ])

  @Test("terminal tables are aligned, wide characters included, and colour is off unless asked for")
  func terminal() {
    let text = TerminalRenderer(isColored: false).render(Self.document)
    #expect(!text.contains("\u{1b}"))
    #expect(text.contains("  昇腾             1\n  longer name  1,234\n"))
    #expect(TerminalRenderer(isColored: true).render(Self.document).contains("\u{1b}[1m"))
  }

  @Test("Markdown escapes what would be markup")
  func markdown() {
    let text = MarkdownRenderer().render(Self.document)
    #expect(text.contains("Plain \\*text\\* with \\| and"))
    #expect(text.contains("| 昇腾 | 1 |"))
    #expect(text.contains("| --- | ---: |"))
  }

  @Test("a command line is one line in every format, free of markup, and nothing in it ends its block")
  func commands() {
    let command = "assay measure --library '*<b>``` " + String(repeating: "x ", count: 100) + "'"
    let document = Document(title: "x", sections: [.init("y", [.commands([command, "second"])])])
    #expect(TerminalRenderer(isColored: false).render(document).contains("\n  \(command)\n  second\n"))
    #expect(MarkdownRenderer().render(document).contains("\n````\n\(command)\nsecond\n````\n"))
    let html = HTMLRenderer(chartLibrary: nil).render(document)
    #expect(html.contains("<pre>assay measure --library '*&lt;b&gt;``` x x "))
    #expect(html.contains("x '\nsecond</pre>"))
  }

  @Test("the page is self-contained: no address is loaded, and data cannot end its script")
  func html() {
    let page = HTMLRenderer(chartLibrary: "/* </script> */").render(Self.document)
    #expect(page.contains("<h1>A &lt;title&gt; &amp; more</h1>"))
    #expect(!page.contains("src="))
    #expect(!page.contains("href="))
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(page.contains("<canvas id=\"chart0\""))
  }

  @Test("without Chart.js the page says so instead of showing an empty chart")
  func withoutCharts() {
    let page = HTMLRenderer(chartLibrary: nil).render(Self.document)
    #expect(page.contains("Chart.js is not installed"))
    #expect(!page.contains("<canvas"))
  }

  @Test(
    "numbers have four significant digits and thousands set apart",
    arguments: [
      (15825.0, "15,825"), (0.4412, "0.4412"), (989.4, "989.4"), (1e26, "10^26"), (3.79e25, "3.79 × 10^25"),
      (0, "0"),
      (-1234.5, "-1,234"),
      (26_900_000, "26,900,000"), (0.00001, "10^-5"), (.infinity, "not finite"), (999.96, "1,000.0"),
    ])
  func numbers(value: Double, text: String) {
    #expect(NumberFormat.number(value) == text)
  }

  @Test(
    "exact numbers keep the digits they were written with",
    arguments: zip([15830.4, 1979, 66.9, 40, 26_900_000], ["15,830.4", "1,979", "66.9", "40", "26,900,000"]))
  func exact(value: Double, text: String) {
    #expect(NumberFormat.exact(value) == text)
  }
}
