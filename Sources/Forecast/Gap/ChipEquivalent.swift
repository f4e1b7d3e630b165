import ChipDB
import Rating

extension EquivalenceDefinition {
  /// How many reference chips a chip is worth by its declared figures, with the interval that the sources leave; `nil` where
  /// a figure that the definition takes is unknown.
  public func equivalent(of chip: Chip, tf32Reading: TF32Reading) -> BoundedValue? {
    equivalent(of: chip.equivalenceFigures(tf32Reading: tf32Reading)).bounded
  }
}
