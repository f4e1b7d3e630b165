/// The ids that rows of other tables may name.
package struct KnownIDs {
  private var ids: Set<String> = []
  private var isComplete = false

  init() {}

  /// The ids of a table. Where rows could not be read, any id may be one of theirs.
  package init(_ table: Table) {
    ids = Set(table.rows.compactMap { $0.text("id") })
    isComplete = table.problems.isEmpty
  }

  package func mayContain(_ id: String) -> Bool { !isComplete || ids.contains(id) }
}
