/// The classes of one span of time: by chip, kind of destination and kind of headquarters.
struct ClassTable: Sendable {
  /// The classes, -1 where none has been worked out.
  private var positions: [Int32]
  /// By position in the table of countries.
  private let destinations: [UInt16]
  private let headquarters: [UInt16]
  private let destinationCount: Int
  /// One more than there are kinds: the last one is unknown.
  private let headquartersCount: Int

  init(chips: Int, destinations: CountryKinds, headquarters: CountryKinds) {
    self.destinations = destinations.kinds
    self.headquarters = headquarters.kinds
    destinationCount = destinations.first.count
    headquartersCount = headquarters.first.count + 1
    positions = Array(repeating: -1, count: chips * destinationCount * headquartersCount)
  }

  /// Where a class stands in the table.
  func index(chip: UInt16, destination: UInt16, headquarters: UInt16?) -> Int {
    let home = headquarters.map { Int(self.headquarters[Int($0)]) } ?? headquartersCount - 1
    let place = Int(destinations[Int(destination)])
    return (Int(chip) * destinationCount + place) * headquartersCount + home
  }

  subscript(index: Int) -> Int32 {
    get { positions[index] }
    set { positions[index] = newValue }
  }
}
