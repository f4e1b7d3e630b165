import Rating

/// A process node, and when chips of it can have existed.
public struct ProcessNode: Codable, Equatable, Sendable {
  /// As marketed, in nm.
  public let nodeNM: Double
  /// A day before which no product of the node was for sale.
  public let firstProduct: CalendarDate
  /// The id of the source.
  public let source: String
  public let note: String?
  /// The row that tells it.
  public let place: DataPlace
}

extension DatabaseLoader {
  /// Reads the nodes whose first product is known; a node without a row is unknown.
  mutating func loadNodes() throws(ChipDBError) -> [ProcessNode] {
    let table = try table("nodes", ["node_nm", "first_product_date", "source", "note"])
    var seen = SeenKeys(table)
    return table.rows.compactMap { row in
      checkUnique(row, ["node_nm"], &seen)
      let node = row.requiredPositive("node_nm", &problems)
      let date =
        row.required("first_product_date", &problems) == nil
        ? nil : row.date("first_product_date", &problems)
      let source = source(row)
      guard let node, let date else { return nil }
      return ProcessNode(
        nodeNM: node, firstProduct: date, source: source, note: row.text("note"), place: row.place)
    }
  }
}
