import Rating

/// The fewest chips of two kinds whose memory holds a model, and how groups of that size compare.
///
/// A chip that wins one for one can lose group for group: what holds the model sets the count.
public struct ModelFit: Equatable, Sendable {
  /// The fewest chips of one kind that hold the model together.
  public struct Group: Equatable, Sendable {
    public let chip: Chip
    /// Capacity of one, in decimal GB; `nil` where it is unknown.
    public let capacityGB: SourcedValue?
    /// The size of the model over the capacity of one, rounded up; an interval where sources disagree on the capacity.
    public let count: BoundedValue?
    /// What the group has of the measure; `nil` where a figure is unknown.
    public let measured: BoundedValue?
  }

  /// Decimal GB.
  public let gigabytes: Double
  public let measure: ConversionMeasure
  public let first: Group
  public let second: Group
  /// The second group over the first, by the measure; `nil` where a figure is unknown.
  public let ratio: BoundedValue?

  /// - Parameter gigabytes: what the chips must hold: weights, keys and values, activations; a number of the user's own.
  /// - Throws: `ChipDBError.badQuestion` for a size that is none.
  init(
    gigabytes: Double, _ first: Chip, _ second: Chip, by measure: ConversionMeasure, tf32Reading: TF32Reading
  ) throws(ChipDBError) {
    guard gigabytes > 0, gigabytes <= ConversionAmount.most else {
      throw .badQuestion("--model-gb \(Figure(gigabytes)): give decimal GB above 0, such as 1400")
    }
    func group(_ chip: Chip) -> Group {
      let capacity = chip.memoryCapacityGB
      let count = capacity.map { capacity in
        func fewest(_ one: Double) -> Double { (gigabytes / one).rounded(.up) }
        return BoundedValue(
          fewest(capacity.value), fewest(capacity.range.upperBound)...fewest(capacity.range.lowerBound))
      }
      let one: BoundedValue? =
        switch chip.measured(by: measure, tf32Reading: tf32Reading) {
        case .known(_, let term): term(nil).bounded
        case .unknown: nil
        }
      return Group(
        chip: chip, capacityGB: capacity, count: count,
        measured: count.flatMap { count in one.map { count * $0 } })
    }
    self.gigabytes = gigabytes
    self.measure = measure
    let groups = (group(first), group(second))
    self.first = groups.0
    self.second = groups.1
    ratio = groups.0.measured.flatMap { first in groups.1.measured.map { $0 / first } }
  }
}
