/// Renders a document as aligned text.
public struct TerminalRenderer: Sendable {
  private let isColored: Bool

  /// - Parameter isColored: whether to emphasise titles and verdicts by ANSI codes; for a terminal only.
  public init(isColored: Bool) { self.isColored = isColored }

  public func render(_ document: Document) -> String {
    var lines = [styled(document.title, "1")]
    for section in document.sections {
      lines += ["", styled(section.title, "1;36")]
      for (index, block) in section.blocks.enumerated() {
        let text = render(block)
        if index > 0 && !text.isEmpty { lines.append("") }
        lines += text
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func render(_ block: Document.Block) -> [String] {
    switch block {
    case .paragraph(let text): wrapped(text, indent: "  ")
    case .fields(let fields):
      table(.init([.text(""), .text("")], rows: fields.map { [$0.label, $0.value] }), hasHeadings: false)
    case .table(let table): self.table(table, hasHeadings: true)
    case .tree(let lines): lines.map { "  " + String(repeating: "  ", count: $0.depth) + $0.text }
    case .notes(let notes): notes.flatMap { wrapped("- " + $0, indent: "  ", hanging: "    ") }
    case .commands(let lines): lines.map { "  " + $0 }
    case .chart, .plot: []
    }
  }

  private func table(_ table: Document.Table, hasHeadings: Bool) -> [String] {
    let headings = table.columns.map(\.heading)
    let widths = table.columns.indices.map { column in
      ((hasHeadings ? [headings] : []) + table.rows).map { $0[column].displayWidth }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, zip(table.columns, widths)).map { cell, layout in
        let padding = String(repeating: " ", count: layout.1 - cell.displayWidth)
        return layout.0.isNumeric ? padding + cell : cell + padding
      }
      return ("  " + padded.joined(separator: "  ")).withoutTrailingBlanks
    }
    let body = table.rows.map { row in
      emphasised(line(row), when: row)
    }
    return (hasHeadings ? [styled(line(headings), "2")] : []) + body
  }

  private func emphasised(_ line: String, when row: [String]) -> String {
    if row.contains("failed") || row.contains("refuted") { return styled(line, "31") }
    if row.contains("unsupported") || row.contains("unknown") { return styled(line, "2") }
    return line
  }

  private func wrapped(_ text: String, indent: String, hanging: String? = nil, width: Int = 100) -> [String] {
    var lines: [String] = []
    var line = indent
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty && line.displayWidth + 1 + String(word).displayWidth > width {
        lines.append(line)
        line = hanging ?? indent
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }

  private func styled(_ text: String, _ code: String) -> String {
    isColored ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}

extension String {
  fileprivate var withoutTrailingBlanks: String {
    let scalars = unicodeScalars
    guard let last = scalars.lastIndex(where: { $0 != " " }) else { return "" }
    return String(scalars[...last])
  }

  /// Columns on a terminal: East Asian wide characters take two.
  fileprivate var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return unicodeScalars.reduce(0) { width, scalar in
      switch scalar.value {
      case 0x300...0x36f: width
      case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
        0xff00...0xff60:
        width + 2
      default: width + 1
      }
    }
  }
}
