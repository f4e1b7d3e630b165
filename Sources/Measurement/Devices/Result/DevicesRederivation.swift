import Rating

extension DevicesResult {
  /// The same result with everything worked out again that follows from what was observed: from the seconds of each
  /// sample, the checks, the fingerprints and the readings of power; also whether a product was no faster than one of a
  /// wider format on the same device.
  public var observationsReworked: DevicesResult {
    DevicesResult(
      methodVersion: methodVersion, devices: devices.map(\.observationsReworked), links: links, plan: plan,
      seed: seed, operands: operands, seconds: seconds, interrupted: interrupted, clocks: clocks)
  }
}

extension DeviceMeasurement {
  /// The same device with everything worked out again that follows from what was observed.
  public var observationsReworked: DeviceMeasurement {
    var device = self
    device.rows = rows.map { old in
      var row = old
      // Which rows are conversions follows from the rates of all.
      if row.status == .emulated { row.status = .verified }
      row = row.observationsReworked
      row.sustained = row.sustained.map { run in
        run.startSeconds.map { sustained(run.tops, from: $0, seconds: run.seconds) } ?? run
      }
      return row
    }
    device.rows.markConversions()
    return device
  }

  /// A run without a pause, with the energy that was read meanwhile.
  /// - Parameter start: seconds since the measurement began.
  func sustained(_ tops: Double, from start: Double, seconds: Double) -> MeasurementRow.Sustained {
    let joules = telemetry.joules(from: start, to: start + seconds)
    return .init(
      tops: tops, seconds: seconds,
      power: PowerSummary(
        joules: joules, seconds: seconds,
        source: joules == nil
          ? "unavailable: the worker tells no power" : "\(worker), the device alone"),
      startSeconds: start)
  }
}

extension MeasurementRow {
  /// The largest deviation that rounding explains in a device's product of these operands, whatever vector it was checked
  /// by: no check may have been held against more.
  /// - Parameter seed: by which the operands were drawn.
  /// - Returns: `nil` for a product of the host's processor, and for one whose rows are too long to be drawn again.
  package func largestBound(seed: UInt64) -> Double? {
    guard let variant, let shape, let operands, let format = variant.input,
      max(shape.n, shape.k) <= Self.longestDrawnRow
    else { return nil }
    let a = DrawnMatrix(a: variant, format, shape, operands, seed: seed)
    let b = DrawnMatrix(b: variant, format, shape, operands, seed: seed)
    let scale = DeviceChecker.bound(variant, shape, DeviceChecker.sample(a), DeviceChecker.sample(b))
    return scale * ProductChecker.largestOfVector
  }

  private static let longestDrawnRow = 1 << 20
}
