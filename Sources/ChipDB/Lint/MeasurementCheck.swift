import Rating

/// A measurement is a lower bound: a declared peak below one is wrong.
///
/// Parts for data centres stay near the clock that their peak is declared at. Cards for players run as far above
/// their rated boost clock as power and heat allow, so that a measurement may exceed the rated peak.
struct MeasurementCheck: LintCheck {
  /// Parts run a few percent above the clock that their peak is declared at.
  static let boost = 0.05

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    chip.measurements.compactMap { measurement in
      guard let peak = peak(chip, measurement) else { return nil }
      let limit = 1 + Self.boost
      guard measurement.tops.value > peak.value * limit else { return nil }
      let isBeyondAll = measurement.tops.value > peak.range.upperBound * limit
      return LintFinding(
        .measuredAboveDeclared, isBeyondAll && chip.dataCentre == .yes ? .error : .warning, chip: chip.id,
        reason: "measured \(Figure(measurement.tops.value)) TOP/s at \(measurement.precision.label) "
          + "(\(measurement.tops.source)) exceeds the declared \(Figure(peak.value)) (\(peak.source))"
          + (chip.dataCentre == .no ? "; such a card may run above its rated clock" : "")
          + (isBeyondAll ? "" : ", though not the \(Figure(peak.range.upperBound)) of another source"),
        places: [measurement.tops.place, peak.place],
        remedy:
          "a peak cannot lie below a measurement: see whether the declared rate is of this chip and of these "
          + "units, and whether the measurement is dense and of one package")
    }
  }

  private func peak(_ chip: Chip, _ measurement: Chip.OthersMeasurement) -> SourcedValue? {
    chip.declaredRate(measurement.precision, on: measurement.unit)
  }
}
