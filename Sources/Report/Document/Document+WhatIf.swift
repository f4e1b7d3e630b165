import Rulebook

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
