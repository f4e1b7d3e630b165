import Rating

/// What is known of a row's product apart from its rate.
struct RowVerdict {
  /// A wider format into which the library may have converted, and its ceiling in TOP/s; `nil` when the product has
  /// proved faster than any.
  var conversion: (precision: Precision, tops: Double)?
  var fingerprint: Fingerprint?
}

extension MeasurementRow {
  /// Says whose product the row is.
  mutating func describe(_ series: SampleSeries) {
    let contender = series.contender
    provider = contender.provider.identity.label
    kernel = contender.kernel
    shape = contender.operands.shape
    clockGHz = Statistics.median(series.visits.flatMap(\.clocksGHz))
    check = series.check
    visits = series.visits
    samples = series.samples
  }

  /// Settles the status of a row whose product passed every check: by whose arithmetic it was computed, whether the
  /// check could tell, and whether the visits were quiet.
  mutating func judge(_ verdict: RowVerdict, counted: Int) {
    fingerprint = verdict.fingerprint
    var remarks = [reason].compactMap { $0 }
    if let conflict = verdict.fingerprint?.conflict(with: precision) {
      status = .failed
      topsBest = nil
      topsMedian = nil
      remarks.append("not \(precision.label): \(conflict)")
    } else if let conversion = verdict.conversion {
      status = .emulated
      remarks.append(
        "no faster than the bare \(conversion.precision.label) multiply, so it cannot be told from a conversion to "
          + "\(conversion.precision.label) and earns no rating as \(precision.label)")
    } else if let mistrusted = check?.mistrusted {
      status = .mistrusted
      remarks.append(mistrusted)
    }
    if counted == 0 {
      remarks.append(
        "all \(visits.count) visits were disturbed (\(visits.last?.excluded ?? "no reason")): the rate is a lower bound only"
      )
    }
    if let efficiency, efficiency > Self.noise {
      if status == .verified { status = .mistrusted }
      remarks.append(
        "above the bare instruction's ceiling, also when that was measured again: one of the two is wrong, so it earns no "
          + "rating")
    }
    reason = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  /// The most by which a product may pass the ceiling before one of them is called wrong.
  static let noise = 1.03
}
