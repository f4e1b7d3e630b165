/// Reads a citation.
struct CitationReader {
  private enum Key: String, FieldKey { case section, reference, url, retrieved }

  private let node: YAMLNode

  init(_ node: YAMLNode) { self.node = node }

  func citation() throws(RulebookError) -> Citation {
    let fields = try node.fields(Key.self)
    return Citation(
      section: try fields.required(.section).text(), reference: try fields.required(.reference).reference(),
      url: try fields.required(.url).url(), retrieved: try fields.required(.retrieved).date())
  }
}
