/// The chips that a filter found, and how far its answer can be trusted.
public struct ChipSelection: Sendable {
  /// In the order asked for, at most as many as asked for.
  public let rated: [RatedChip]
  /// How many match, with those beyond the limit.
  public let matching: Int
  /// Those that may match, left out because a figure is unknown.
  public let undecided: Undecided
  /// The ids of those that match or not depending on which source is believed, in the order of the table.
  public let disputed: [String]

  /// The chips alone.
  public var chips: [Chip] { rated.map(\.chip) }

  /// Chips of which a filter cannot say whether they match.
  public struct Undecided: Sendable {
    /// How many.
    public private(set) var count = 0
    /// For how many of them each figure is unknown.
    public private(set) var byFigure: [String: Int] = [:]

    init() {}

    mutating func add(_ figures: [String]) {
      count += 1
      for figure in Set(figures) { byFigure[figure, default: 0] += 1 }
    }
  }
}
