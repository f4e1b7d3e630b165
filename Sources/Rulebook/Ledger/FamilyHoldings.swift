/// What each corporate family owns in each country, of the items that count.
struct FamilyHoldings: Sendable {
  struct Holding: Sendable {
    let country: UInt16
    var amount: ExactTPP
  }

  /// By number of the ultimate parent.
  private var families: [[Holding]] = []

  mutating func add(_ amount: ExactTPP, to parent: Int32, in country: UInt16) {
    let parent = Int(parent)
    if families.count <= parent {
      families += Array(repeating: [], count: parent + 1 - families.count)
    }
    for index in families[parent].indices where families[parent][index].country == country {
      families[parent][index].amount += amount
      return
    }
    families[parent].append(Holding(country: country, amount: amount))
  }

  mutating func remove(_ amount: ExactTPP, from parent: Int32, in country: UInt16) {
    add(.zero - amount, to: parent, in: country)
  }

  func holdings(of parent: Int32) -> [Holding] {
    families.indices.contains(Int(parent)) ? families[Int(parent)] : []
  }

  func amount(of parent: Int32, in country: UInt16) -> ExactTPP {
    holdings(of: parent).first { $0.country == country }?.amount ?? .zero
  }
}
