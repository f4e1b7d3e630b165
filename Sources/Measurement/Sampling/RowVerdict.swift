import Rating

/// What is known of a row's product apart from its rate.
struct RowVerdict {
  /// A wider format into which the library may have converted, and its ceiling in TOP/s; `nil` when the product has
  /// proved faster than any.
  var conversion: (precision: Precision, tops: Double)?
  var fingerprint: Fingerprint?
}

extension MeasurementRow.Rival {
  init(_ series: SampleSeries) {
    let contender = series.contender
    self.init(
      provider: contender.provider.identity.label, path: contender.provider.identity.path,
      kernel: contender.kernel, shape: contender.operands.shape, failure: series.failure,
      visits: series.visits, samples: series.samples)
  }
}

extension MeasurementRow {
  /// Says whose product the row is.
  mutating func describe(_ series: SampleSeries) {
    let contender = series.contender
    provider = contender.provider.identity.label
    kernel = contender.kernel
    shape = contender.operands.shape
    clockGHz = series.visits.medianClockGHz
    check = series.check
    visits = series.visits
    samples = series.samples
  }

  /// Settles the status of a row whose product passed every check: by whose arithmetic it was computed, whether the
  /// check could tell, and whether the visits were quiet.
  mutating func judge(_ verdict: RowVerdict) {
    fingerprint = verdict.fingerprint
    var remarks = [reason].compactMap { $0 }
    if let conversion = verdict.conversion, conflict == nil {
      status = .emulated
      remarks.append(
        "no faster than the bare \(conversion.precision.label) multiply, so it cannot be told from a conversion to "
          + "\(conversion.precision.label) and earns no rating as \(precision.label)")
    }
    remarks += settleStatus()
    reason = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  /// Settles what of the status follows from the row's own figures, check and fingerprint.
  /// - Returns: why, and what to know of the rate.
  mutating func settleStatus() -> [String] {
    var remarks: [String] = []
    if let conflict {
      status = .failed
      topsBest = nil
      topsMedian = nil
      remarks.append("not \(precision.label): \(conflict)")
    } else if status != .emulated, let mistrusted = check?.mistrusted {
      status = .mistrusted
      remarks.append(mistrusted)
    }
    if stopped != Self.stoppedByTrial && visits.counted.isEmpty {
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
    return remarks
  }

  /// How the fingerprint contradicts the precision; `nil` where it does not. Of a device's product only the inputs count.
  var conflict: String? {
    variant == nil ? fingerprint?.conflict(with: precision) : fingerprint?.inputConflict(with: precision)
  }

  /// Why a row ended that the search had settled, without a visit.
  static let stoppedByTrial = "trial"

  /// The most by which a product may pass the ceiling before one of them is called wrong.
  package static let noise = 1.03
}
