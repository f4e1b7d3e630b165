import ChipDB
import Rating

extension EquivalenceDefinition {
  /// How many reference chips a chip is worth by its declared figures, with the interval that the sources leave; `nil` where
  /// a figure that the definition takes is unknown.
  public func equivalent(of chip: Chip, tf32Reading: TF32Reading) -> BoundedValue? {
    let equivalent = equivalent(
      of: chip.boundedRating(RatingReading(tf32: tf32Reading)),
      memoryBandwidthGBps: chip.memoryBandwidthGBps?.bounded)
    guard let value = equivalent.value, let range = equivalent.range else { return nil }
    return BoundedValue(value, range)
  }
}
