import Rating

/// A rate that others measured, held against the declared one of the same precision and unit.
public struct MeasuredShare: Codable, Equatable, Sendable {
  public let measurement: Chip.OthersMeasurement
  /// The declared dense TOP/s that it is a share of; `nil` where none is known.
  public let declaredTops: Double?
  /// The share of 1; `nil` where no declared rate is known.
  public let share: Double?
  /// The interval of the share that the sources of both leave.
  public let range: ClosedRange<Double>?

  init(_ measurement: Chip.OthersMeasurement, of chip: Chip) {
    let declared = chip.declared(measurement.precision, on: measurement.unit)
    let share = declared.map { measurement.tops.bounded / $0.bounded }
    self.measurement = measurement
    declaredTops = declared?.value
    self.share = share?.value
    range = share?.range
  }
}
