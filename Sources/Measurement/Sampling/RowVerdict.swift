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
      if efficiency > Self.impossible && status == .verified { status = .mistrusted }
      remarks.append("above the bare instruction's ceiling: one of the two is wrong, or was disturbed")
    }
    reason = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  /// The most by which a product may pass the ceiling before one of them is called wrong: the best of
  /// a row's ceilings is itself a sample.
  private static let noise = 1.03
  /// No disturbance explains a product that passes the ceiling by so much: it earns no rating.
  private static let impossible = 1.25
}
