/// The keys of the rows of a table that have been read, and where each stood first.
package struct SeenKeys {
  private let rows: [Row]
  /// The first row with each hash of its key.
  private var first: [Int: Int] = [:]
  /// Further rows whose key is another with a hash that a row before had.
  private var others: [Int: [Int]] = [:]
  private var next = 0

  /// - Parameter table: whose rows will be asked about one by one, in order.
  package init(_ table: Table) {
    rows = table.rows
    first.reserveCapacity(rows.count)
  }

  /// The line of the row before that has the same cells, one of the user's own apart from the shipped ones; `nil` where
  /// there is none.
  package mutating func line(like row: Row, _ columns: [String]) -> Int? {
    let index = next
    next += 1
    var hasher = Hasher()
    hasher.combine(row.isOwn)
    for column in columns { hasher.combine(row.text(column)) }
    let hash = hasher.finalize()
    guard let earlier = first[hash] else {
      first[hash] = index
      return nil
    }
    for index in [earlier] + others[hash, default: []] where Self.areAlike(rows[index], row, columns) {
      return rows[index].line
    }
    others[hash, default: []].append(index)
    return nil
  }

  private static func areAlike(_ a: Row, _ b: Row, _ columns: [String]) -> Bool {
    a.isOwn == b.isOwn && columns.allSatisfy { a.text($0) == b.text($0) }
  }
}
