import Rating

/// How close the matrix products that others have measured come to the declared peaks: the yardstick for a measurement.
public struct PublishedEfficiencies: Codable, Equatable, Sendable {
  /// One measurement over the declared peak of the same chip and precision.
  public struct Entry: Codable, Equatable, Sendable {
    public let chip: String
    public let precision: Precision
    /// Measured over declared.
    public let share: Double
    /// The id of the measurement's source.
    public let source: String
  }

  /// The lowest share first.
  public let entries: [Entry]

  /// Of all chips, the best measurement at each precision; those above the peak say more of the peak and are left out.
  init(_ chips: [Chip]) {
    entries = chips.flatMap { chip in
      Precision.allCases.compactMap { precision -> Entry? in
        guard let declared = chip.declared(precision), declared.grade != .unverified,
          let best = chip.bestMeasured(precision, quantities: [.gemm])
        else { return nil }
        let share = best.tops.value / declared.value
        return share > 1
          ? nil : Entry(chip: chip.id, precision: precision, share: share, source: best.tops.source)
      }
    }.sorted { ($0.share, $0.chip) < ($1.share, $1.chip) }
  }

  /// How many of them lie below a share.
  public func below(_ share: Double) -> Int { entries.count { $0.share < share } }
}

extension ChipDatabase {
  /// The efficiencies that follow from the table of measurements.
  public var efficiencies: PublishedEfficiencies { PublishedEfficiencies(chips) }
}

extension Chip {
  /// The highest rate that others have measured at a precision.
  public func bestMeasured(_ precision: Precision, quantities: [OthersMeasurement.Quantity])
    -> OthersMeasurement?
  {
    measurements.filter { $0.precision == precision && quantities.contains($0.quantity) }
      .max { $0.tops.value < $1.tops.value }
  }
}
