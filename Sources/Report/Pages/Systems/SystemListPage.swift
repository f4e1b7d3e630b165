import ChipDB
import Rating

/// What `assay systems list` tells: the systems of the database, one a line.
public struct SystemListPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let systems: [ComputeSystem]

  public init(_ database: ChipDatabase) { systems = database.systems }

  public var document: Document {
    Document(
      title: "Assay: systems",
      sections: [
        .init(
          "Systems",
          [
            .table(
              .init(
                [
                  .text("id"), .text("name"), .text("vendor"), .text("country"), .number("chips"),
                  .text("chip"),
                  .text("status"), .text("source"),
                ],
                rows: systems.map {
                  [
                    $0.id, $0.name, $0.vendor, $0.country, NumberFormat.whole(Double($0.count)), $0.chip,
                    $0.status?.rawValue ?? "unknown", $0.source,
                  ]
                }))
          ])
      ])
  }
}
