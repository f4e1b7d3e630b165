/// Where each column of a table stands. A table has few columns and is asked for each in every row, so that a slot by
/// the name's length and first letter is quicker than a hash of all of it.
struct ColumnPositions {
  private var slots: [[(name: String, position: Int)]] = Array(repeating: [], count: Self.slotCount)
  /// How many columns are known.
  private(set) var count = 0

  /// A power of two, well above the number of columns of any table.
  private static let slotCount = 64

  init() {}

  subscript(name: String) -> Int? {
    for entry in slots[Self.slot(name)] where entry.name == name { return entry.position }
    return nil
  }

  /// Notes where a column stands.
  /// - Returns: whether it had no place yet; one that had keeps it.
  mutating func insert(_ name: String, at position: Int) -> Bool {
    guard self[name] == nil else { return false }
    slots[Self.slot(name)].append((name, position))
    count += 1
    return true
  }

  private static func slot(_ name: String) -> Int {
    (Int(name.utf8.first ?? 0) &+ 13 &* name.utf8.count) & (slotCount - 1)
  }
}
