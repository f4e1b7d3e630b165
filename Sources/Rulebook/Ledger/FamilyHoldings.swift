/// What each corporate family owns in each country, of the items that count.
struct FamilyHoldings: Sendable {
  struct Holding: Sendable {
    let country: UInt16
    var amount: ExactTPP
    /// The position of the family's next holding; -1 for none.
    fileprivate var next: Int32 = -1
  }

  /// Those of all families in one list, so that a family of one country costs no allocation of its own.
  private var entries: [Holding] = []
  /// By number of the ultimate parent: the position of its first holding; -1 for none.
  private var firsts: [Int32] = []

  mutating func add(_ amount: ExactTPP, to parent: Int32, in country: UInt16) {
    let parent = Int(parent)
    if firsts.count <= parent { firsts += repeatElement(-1, count: parent + 1 - firsts.count) }
    var last: Int32 = -1
    var position = firsts[parent]
    while position >= 0 {
      if entries[Int(position)].country == country {
        entries[Int(position)].amount += amount
        return
      }
      last = position
      position = entries[Int(position)].next
    }
    let new = Int32(entries.count)
    entries.append(Holding(country: country, amount: amount))
    if last < 0 { firsts[parent] = new } else { entries[Int(last)].next = new }
  }

  mutating func remove(_ amount: ExactTPP, from parent: Int32, in country: UInt16) {
    add(.zero - amount, to: parent, in: country)
  }

  /// In the order in which they were first added to.
  func holdings(of parent: Int32) -> some Sequence<Holding> {
    sequence(state: firsts.indices.contains(Int(parent)) ? firsts[Int(parent)] : -1) { position in
      guard position >= 0 else { return nil as Holding? }
      let holding = entries[Int(position)]
      position = holding.next
      return holding
    }
  }

  func amount(of parent: Int32, in country: UInt16) -> ExactTPP {
    holdings(of: parent).first { $0.country == country }?.amount ?? .zero
  }
}
