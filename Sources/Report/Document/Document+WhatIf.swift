import Rulebook

extension Document {
  /// The document with what files suppose in its title and before its first section; unchanged without files.
  public func marked(_ files: [WhatIf]) -> Document {
    guard !files.isEmpty else { return self }
    return Document(
      title: "\(title) (what-if: \(files.map(\.file).joined(separator: ", ")))",
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
