import ChipDB

/// What `assay chips search` tells: which chips a text finds, by what, and how well.
public struct ChipSearchPage: Encodable, Sendable {
  struct Match: Encodable, Sendable {
    let id: String
    let name: String
    /// By what it was found.
    let by: String
    /// The name or identification that matched.
    let matched: String
    /// From 0 to 1.
    let score: Double
  }

  struct Processor: Encodable, Sendable {
    let microarchitecture: String
    let name: String
    let codename: String?
    let source: String
    let grade: Grade
  }

  public let schemaVersion = RatingReport.schemaVersion
  let query: String
  /// How many were found; `matches` may be fewer.
  let found: Int
  let matches: [Match]
  let processors: [Processor]

  /// - Parameter limit: how many chips to show at most.
  public init(_ search: ChipSearch, limit: Int) {
    query = search.query
    found = search.matches.count
    matches = search.matches.prefix(limit).map {
      Match(id: $0.chip.id, name: $0.chip.name, by: $0.way.label, matched: $0.matched, score: $0.score)
    }
    processors = search.processors.map {
      Processor(
        microarchitecture: $0.microarchitecture.id, name: $0.microarchitecture.name, codename: $0.codename,
        source: $0.source, grade: $0.grade)
    }
  }

  public var document: Document {
    var sections: [Document.Section] = []
    if !processors.isEmpty {
      let table = Document.Table(
        [.text("core design"), .text("name"), .text("codename"), .text("source"), .text("grade")],
        rows: processors.map {
          [$0.microarchitecture, $0.name, $0.codename ?? "-", $0.source, $0.grade.rawValue]
        })
      sections.append(.init("Processor that the text identifies", [.table(table)]))
    }
    if !matches.isEmpty {
      let table = Document.Table(
        [.text("id"), .text("name"), .text("found by"), .text("matched"), .number("how well")],
        rows: matches.map { [$0.id, $0.name, $0.by, $0.matched, NumberFormat.percent($0.score)] })
      let more = found > matches.count ? [Document.Block.notes(["\(found) were found; see --limit."])] : []
      sections.append(.init("Chips", [.table(table)] + more))
    } else {
      sections.append(.init("Chips", [.paragraph("No chip of the database has this core design.")]))
    }
    return Document(title: "Assay: \(found) chip\(found == 1 ? "" : "s") found", sections: sections)
  }
}
