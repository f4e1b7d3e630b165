import Rating

/// The training of one model: operations = chips × peak × MFU × goodput × time, and what solves for the others.
public struct TrainingRun: Codable, Equatable, Sendable {
  /// Which of the three follows from the two others.
  public enum Solved: String, Codable, Sendable {
    case operations, chips, days
  }

  public let rate: TrainingRate
  public let solved: Solved
  /// Whole chips; where they are solved for, the fewest that reach the operations.
  public let chips: BoundedValue
  /// From the first to the last step, including what is lost.
  public let days: BoundedValue
  /// Operations that count for the model; where chips are solved for, those that were asked for.
  public let operations: BoundedValue

  private static let mostChips = 1e12
  private static let mostDays = 1e6
  private static let mostOperations = 1e60

  /// The operations of some chips over some days.
  /// - Throws: `TrainingRunError.unusable` for a number of chips that is not whole or that nobody has, and for days
  ///   outside of 0 to a million.
  public init(chips: Double, days: Double, rate: TrainingRate) throws(TrainingRunError) {
    try Self.check(chips: chips)
    try Self.check(days: days)
    self.rate = rate
    solved = .operations
    self.chips = BoundedValue(chips)
    self.days = BoundedValue(days)
    operations = Self.operations(chips: chips, days: days, rate)
  }

  /// The fewest whole chips that perform a number of operations in some days.
  /// - Throws: `TrainingRunError.unusable` as above, and for operations outside of 0 to 10^60 or beyond 10^12 chips.
  public init(operations: Double, days: Double, rate: TrainingRate) throws(TrainingRunError) {
    try Self.check(operations: operations)
    try Self.check(days: days)
    let each = Self.operations(chips: 1, days: days, rate)
    func fewest(_ size: Double) -> Double { Comparison.atLeast.wholeUnits(of: size, against: operations) }
    self.rate = rate
    solved = .chips
    chips = BoundedValue(fewest(each.value), fewest(each.range.upperBound)...fewest(each.range.lowerBound))
    self.days = BoundedValue(days)
    self.operations = BoundedValue(operations)
    guard chips.range.upperBound <= Self.mostChips else {
      throw .unusable(
        what: "operations", value: operations,
        remedy: "more than 10^12 chips would be needed; give more days or fewer operations")
    }
  }

  /// The days that some chips need for a number of operations.
  /// - Throws: `TrainingRunError.unusable` as above.
  public init(operations: Double, chips: Double, rate: TrainingRate) throws(TrainingRunError) {
    try Self.check(operations: operations)
    try Self.check(chips: chips)
    self.rate = rate
    solved = .days
    self.chips = BoundedValue(chips)
    days = BoundedValue(operations) / (BoundedValue(chips) * rate.operationsPerChipDay)
    self.operations = BoundedValue(operations)
  }

  /// The hours for which chips are held.
  public var chipHours: BoundedValue { chips * days * BoundedValue(24) }

  /// Theoretical dense operations a second of the whole cluster at a rate of one chip, MFU and goodput playing no part.
  public func clusterOperationsPerSecond(topsOfOne: BoundedValue) -> BoundedValue {
    chips * topsOfOne * BoundedValue(1e12)
  }

  private static func operations(chips: Double, days: Double, _ rate: TrainingRate) -> BoundedValue {
    BoundedValue(chips) * (rate.operationsPerChipDay * BoundedValue(days))
  }

  private static func check(chips: Double) throws(TrainingRunError) {
    guard chips >= 1, chips <= mostChips, chips == chips.rounded() else {
      throw .unusable(what: "chips", value: chips, remedy: "give a whole number from 1 to 10^12")
    }
  }

  private static func check(days: Double) throws(TrainingRunError) {
    guard days > 0, days <= mostDays else {
      throw .unusable(what: "days", value: days, remedy: "give a number above 0 and up to a million")
    }
  }

  private static func check(operations: Double) throws(TrainingRunError) {
    guard operations > 0, operations <= mostOperations else {
      throw .unusable(what: "operations", value: operations, remedy: "give a number above 0 and up to 10^60")
    }
  }
}
