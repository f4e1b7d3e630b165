/// Renders a document as GitHub-flavoured Markdown.
public struct MarkdownRenderer: Sendable {
  public init() {}

  public func render(_ document: Document) -> String {
    var parts = ["# \(escaped(document.title))"]
    for section in document.sections {
      parts.append("## \(escaped(section.title))")
      parts += section.blocks.map(render).filter { !$0.isEmpty }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func render(_ block: Document.Block) -> String {
    switch block {
    case .paragraph(let text): escaped(text)
    case .fields(let fields):
      table(.init([.text("field"), .text("value")], rows: fields.map { [$0.label, $0.value] }))
    case .table(let table): self.table(table)
    case .tree(let lines):
      lines.map { String(repeating: "  ", count: $0.depth) + "- " + escaped($0.text) }.joined(separator: "\n")
    case .notes(let notes): notes.map { "- " + escaped($0) }.joined(separator: "\n")
    case .commands(let lines): lines.isEmpty ? "" : code(lines.joined(separator: "\n"))
    case .chart: ""
    case .plot(let plot):
      (["Plot “\(plot.title)”: drawn in the page and as SVG."] + (plot.caption.isEmpty ? [] : [plot.caption]))
        .map(escaped).joined(separator: " ")
    }
  }

  /// A block whose fence is longer than any in the text.
  private func code(_ text: String) -> String {
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    return "\(fence)\n\(text)\n\(fence)"
  }

  private func table(_ table: Document.Table) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rules = table.columns.map { $0.isNumeric ? "---:" : "---" }
    return
      ([line(table.columns.map { escaped($0.heading) }), line(rules)]
      + table.rows.map { line($0.map(escaped)) }).joined(separator: "\n")
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_|<>[]#".contains(character) { result.append("\\") }
      result.append(character == "\n" ? " " : character)
    }
    return result
  }
}
