extension Source {
  /// The columns of a table of sources.
  package static let columns = [
    "id", "title", "publisher", "url", "date", "kind", "retrieved", "licence", "note",
  ]

  /// Reads a row of a table of sources; `nil` where a cell that must be there cannot be read.
  package init?(_ row: Row, _ problems: inout [DataProblem]) {
    let id = row.id("id", &problems)
    let title = row.required("title", &problems)
    let publisher = row.required("publisher", &problems)
    let kind = row.requiredChoice("kind", Source.Kind.self, &problems)
    let date = row.date("date", &problems)
    let retrieved = row.date("retrieved", &problems)
    guard let id, let title, let publisher, let kind else { return nil }
    self.init(
      id: id, title: title, publisher: publisher, url: row.text("url"), date: date, kind: kind,
      retrieved: retrieved, licence: row.text("licence"), note: row.text("note"))
  }
}
