extension Document.Section {
  /// What no answer by law is, in whatever format.
  static let notice = "This is not legal advice."

  /// What closes every answer by law: what it leaves out, and once, at the end, what it is not.
  static func limits(_ notModelled: [String] = []) -> Document.Section {
    .init(
      notModelled.isEmpty ? "How far it goes" : "Not modelled", [.notes(notModelled.uniqued + [notice])])
  }
}
