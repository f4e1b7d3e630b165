import Rating

/// A chip with its rating on declared figures, worked out once for all that a query asks of it.
public struct RatedChip: Sendable {
  public let chip: Chip
  public let rating: PerformanceRating

  public init(_ chip: Chip, tf32Reading: TF32Reading) {
    self.chip = chip
    rating = chip.rating(tf32Reading: tf32Reading)
  }
}
