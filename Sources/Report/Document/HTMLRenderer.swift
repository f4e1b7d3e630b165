import Foundation

/// Renders a document as one HTML page that needs nothing but itself: style, data and chart code inline.
public struct HTMLRenderer: Sendable {
  /// Where Debian's libjs-chart.js puts Chart.js.
  public static let chartLibraryPaths = [
    "/usr/share/javascript/chart.js/Chart.min.js", "/usr/share/javascript/chart.js/chart.min.js",
    "/usr/share/nodejs/chart.js/dist/chart.min.js",
  ]

  private let chartLibrary: String?

  /// - Parameter chartLibrary: the source of Chart.js 3; without it the page says that it has no charts.
  public init(chartLibrary: String?) { self.chartLibrary = chartLibrary }

  /// Reads Chart.js from where the system keeps it; `nil` when it is not installed.
  public static func installedChartLibrary() -> String? {
    chartLibraryPaths.lazy.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }.first
  }

  public func render(_ document: Document) -> String {
    var charts: [Chart] = []
    var plotCount = 0
    let body = document.sections.map { section in
      let blocks = section.blocks.map { render($0, &charts, &plotCount) }.joined(separator: "\n")
      let title = "<h2>\(escaped(section.title))</h2>"
      return section.isWorking
        ? "<details class=\"working\"><summary>\(title)</summary>\n\(blocks)\n</details>"
        : "<section>\n\(title)\n\(blocks)\n</section>"
    }.joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(document.title))</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <h1>\(escaped(document.title))</h1>
      \(body)
      \(scripts(charts))
      </body>
      </html>

      """
  }

  private func render(_ block: Document.Block, _ charts: inout [Chart], _ plotCount: inout Int) -> String {
    switch block {
    case .paragraph(let text): return "<p>\(escaped(text))</p>"
    case .fields(let fields):
      let rows = fields.map { "<dt>\(escaped($0.label))</dt><dd>\(escaped($0.value))</dd>" }
      return "<dl>\(rows.joined(separator: "\n"))</dl>"
    case .table(let table): return self.table(table)
    case .tree(let lines):
      return "<div class=\"tree\">\n\(tree(lines[...]))</div>"
    case .notes(let notes):
      return "<ul class=\"notes\">\(notes.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))</ul>"
    case .commands(let lines):
      return lines.isEmpty ? "" : "<pre>\(escaped(lines.joined(separator: "\n")))</pre>"
    case .chart(let chart):
      guard chartLibrary != nil else {
        return "<p class=\"missing\">Chart “\(escaped(chart.title))” not drawn: Chart.js is not installed "
          + "(Debian package libjs-chart.js). Its figures stand in the tables.</p>"
      }
      charts.append(chart)
      return """
        <figure><figcaption>\(escaped(chart.title))</figcaption>\
        <div class="chart"><canvas id="chart\(charts.count - 1)" role="img" aria-label="\(escaped(chart.title))">\
        </canvas></div></figure>
        """
    case .plot(let plot):
      plotCount += 1
      let drawing = SVGRenderer(appearance: .light, identifier: "plot\(plotCount)").render(plot)
      return "<figure>\(drawing)</figure>"
    }
  }

  /// Lines as nested elements that fold: whatever is deeper than a line belongs to it.
  private func tree(_ lines: ArraySlice<(depth: Int, text: String)>) -> String {
    var html = ""
    var rest = lines
    while let line = rest.popFirst() {
      let below = rest.prefix { $0.depth > line.depth }
      rest = rest.dropFirst(below.count)
      html +=
        below.isEmpty
        ? "<div>\(escaped(line.text))</div>\n"
        : "<details open><summary>\(escaped(line.text))</summary>\n\(tree(below))</details>\n"
    }
    return html
  }

  private func table(_ table: Document.Table) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      let html = zip(cells, table.columns).map { cell, column in
        "<\(tag)\(column.isNumeric ? " class=\"number\"" : "")>\(escaped(cell))</\(tag)>"
      }
      return "<tr>\(html.joined())</tr>"
    }
    return "<div class=\"scroll\"><table><thead>\(row(table.columns.map(\.heading), "th"))</thead>\n<tbody>"
      + table.rows.map { row($0, "td") }.joined(separator: "\n") + "</tbody></table></div>"
  }

  private func scripts(_ charts: [Chart]) -> String {
    guard let chartLibrary, !charts.isEmpty else { return "" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = (try? encoder.encode(charts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    return "<script>\(scriptSafe(chartLibrary))</script>\n"
      + "<script>const charts = \(scriptSafe(data));\n\(Self.chartScript)</script>"
  }

  /// Keeps text inside a script element from ending it.
  private func scriptSafe(_ text: String) -> String {
    text.replacingOccurrences(of: "</", with: "<\\/").replacingOccurrences(of: "<!--", with: "<\\!--")
  }

  private func escaped(_ text: String) -> String { MarkupText.escaped(text) }
}
