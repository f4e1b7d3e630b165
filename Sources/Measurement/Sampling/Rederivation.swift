import Rating

extension MeasurementResult {
  /// The same result with everything worked out again that follows from what was observed: from the seconds of each
  /// sample, the readings around each visit, the checks and the fingerprints.
  ///
  /// What only the machine can tell stays as it is: those observations themselves, whether a product was no faster than a
  /// conversion, and the ceiling that was measured again because a product had passed it.
  public var observationsReworked: MeasurementResult {
    MeasurementResult(
      methodVersion: methodVersion, rows: rows.map(\.observationsReworked), plan: plan, threads: threads,
      seed: seed, operands: operands, seconds: seconds, interrupted: interrupted, stealShare: stealShare,
      foreignShare: foreignShare, memoryPlan: memoryPlan, memory: memory, power: power, accounts: accounts,
      startClockGHz: startClockGHz, clocks: clocks)
  }
}

extension MeasurementRow {
  /// The same row with everything worked out again that follows from what was observed.
  public var observationsReworked: MeasurementRow {
    var row = self
    let rules = variant == nil
    row.samples = samples.reworked(shape)
    row.visits = visits.reworked(row.samples, byRules: rules)
    row.rivals = rivals.map { $0.reworked(byRules: rules) }
    row.clockGHz = row.visits.isEmpty ? clockGHz : row.visits.medianClockGHz
    (row.topsBest, row.topsMedian, row.spread, row.ofVisitCeiling) = (nil, nil, nil, nil)
    // A conflicting fingerprint is found after the figures: such a failure is one of them.
    let wasJudged = status.hasRate || status == .failed && conflict != nil
    if wasJudged { row.takeFigures() }
    row.ceiling = row.ceilingReworked
    guard wasJudged else { return row }
    if status != .emulated { row.status = .verified }
    var remarks = row.settleStatus()
    if check?.passed != true || deviceCheck?.passed == false {
      (row.status, row.topsBest, row.topsMedian) = (.failed, nil, nil)
      remarks.append("no check is recorded that it passed")
    }
    let told = reason ?? ""
    row.reason =
      ([reason].compactMap { $0 } + remarks.filter { !told.contains($0) }).joined(separator: "; ")
    if row.reason == "" { row.reason = nil }
    return row
  }

  /// The best of the visits' ceilings. One that was measured again because the product had passed it is kept: there are
  /// no samples of it.
  private var ceilingReworked: Ceiling? {
    guard let seen = (visits + rivals.flatMap(\.visits)).compactMap(\.ceilingTops).max() else {
      return ceiling
    }
    let wasPassed = visits.judged.compactMap(\.bestTops).contains { $0 > seen * Self.noise }
    let tops = wasPassed ? max(seen, ceiling?.tops ?? 0) : seen
    return Ceiling(instruction: ceiling?.instruction ?? "not told", tops: tops)
  }
}

extension MeasurementRow.Status {
  /// Whether it is that of a product that was measured and right.
  var hasRate: Bool {
    switch self {
    case .verified, .emulated, .mistrusted: true
    case .failed, .unsupported, .interrupted: false
    }
  }
}

extension MeasurementRow.Rival {
  fileprivate func reworked(byRules: Bool) -> Self {
    let samples = samples.reworked(shape)
    return Self(
      provider: provider, path: path, kernel: kernel, shape: shape, failure: failure,
      visits: visits.reworked(samples, byRules: byRules), samples: samples)
  }
}

extension [Sample] {
  /// The samples with their rates worked out again from their seconds.
  fileprivate func reworked(_ shape: GEMMShape?) -> [Sample] {
    guard let shape else { return self }
    return map { sample in
      var sample = sample
      sample.tops = shape.tops(seconds: sample.seconds)
      return sample
    }
  }
}

extension [Visit] {
  /// The visits of one product with their best rates, and whether they count, worked out again.
  /// - Parameter byRules: whether the rules for leaving visits out apply, as on the host's processor; where they do not,
  ///   every visit counts.
  fileprivate func reworked(_ samples: [Sample], byRules: Bool) -> [Visit] {
    let best = Dictionary(samples.map { ($0.visit, $0.tops) }, uniquingKeysWith: Swift.max)
    var highest: Double?
    return map { visit in
      var visit = visit
      visit.bestTops = best[visit.number]
      visit.excluded = nil
      if byRules {
        highest = [highest, visit.clockGHz].compactMap { $0 }.max()
        visit.excluded = VisitRules.reasonToExclude(visit, highestClockGHz: highest)
      }
      return visit
    }
  }
}
