import Rulebook

/// An answer that rests on what files suppose: the answer with their names at its head, and under `whatIf` in JSON.
public struct WhatIfMarked<Page: Encodable>: Encodable {
  private enum CodingKeys: CodingKey { case whatIf }

  private let page: Page
  private let files: [WhatIf]

  public init(_ page: Page, _ files: [WhatIf]) {
    self.page = page
    self.files = files
  }

  /// Adds one key to the object that the page encodes itself as.
  public func encode(to encoder: any Encoder) throws {
    try page.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(files, forKey: .whatIf)
  }
}

extension Document {
  /// The document with what files suppose in its title, before its first section, and in the title of each plot, which
  /// may be shown without the rest; unchanged without files.
  public func marked(_ files: [WhatIf]) -> Document {
    guard !files.isEmpty else { return self }
    let mark = " (what-if: \(files.map(\.file).joined(separator: ", ")))"
    let sections = sections.map { section in
      var section = section
      section.blocks = section.blocks.map { block in
        guard case .plot(var plot) = block else { return block }
        plot.title += mark
        return .plot(plot)
      }
      return section
    }
    return Document(
      title: title + mark,
      sections: [
        .init(
          "What if",
          [
            .notes(
              files.map(\.text) + [
                "What a file supposes is no law: its numbers are marked 'what-if' wherever they count."
              ])
          ])
      ] + sections)
  }
}
