/// Reads ambiguities with their readings.
struct AmbiguityReader {
  private enum Key: String, FieldKey { case question, applied, others, country }

  private let node: YAMLNode

  init(_ node: YAMLNode) { self.node = node }

  func ambiguities() throws(RulebookError) -> [Ambiguity] {
    try node.list().map { (entry) throws(RulebookError) in
      let fields = try entry.fields(Key.self)
      return Ambiguity(
        question: try fields.required(.question).text(), applied: try fields.required(.applied).text(),
        others: try fields.optional(.others)?.texts() ?? [],
        country: try fields.optional(.country)?.countryCode())
    }
  }
}
