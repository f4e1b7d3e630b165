import Measurement
import Rating

/// Holds the rates against the ceilings, and the ceilings against the clock and against each other.
struct CeilingAgainstRate {
  private(set) var outcome = PlausibilityOutcome(.ceilingAgainstRate)

  /// Below this share of its ceiling a product shows the library more than the silicon.
  private static let leastShare = 0.3
  /// The middle half of a row's ceilings over their median.
  private static let mostSpread = 0.1
  /// The bare instruction's time is read to some 10 ns of 5 ms, and its threads start microseconds apart. No value is taken
  /// to come up in more than this share.
  private static let mostAlike = 0.5
  /// Above a declared peak, which holds at a clock that may be lower than the one that ran.
  private static let mostOverDeclared = 1.15

  init(_ subjects: [PlausibilitySubject]) {
    for subject in subjects {
      switch subject.place {
      case .host(let host): judge(host, subject)
      case .device(let device): judge(device, subject)
      }
    }
  }

  private mutating func judge(_ host: PlausibilitySubject.Host, _ subject: PlausibilitySubject) {
    for row in subject.rows where row.topsBest != nil {
      let label = subject.label(row)
      guard let ceiling = row.ceiling else {
        outcome.leaveOut("\(label): no bare instruction is known here whose rate would be its ceiling")
        continue
      }
      outcome.examine("\(label): the best rate against the rate of \(ceiling.instruction)")
      judgeShare(row, ceiling, label)
      judgeClock(row, ceiling, host, label)
      judgeVisits(row, label)
    }
    judgeWidths(subject)
  }

  private mutating func judgeShare(_ row: MeasurementRow, _ ceiling: MeasurementRow.Ceiling, _ label: String)
  {
    guard let share = row.efficiency, let best = row.topsBest else { return }
    let told = "\(NumberFormat.percent(share)) of the ceiling of \(NumberFormat.number(ceiling.tops)) TOP/s"
    if share > MeasurementRow.noise {
      outcome.find(
        .doubtful, label,
        "the product reached \(told): one of the two is wrong, others held the ceiling down, or the product took an "
          + "instruction that has no ceiling here",
        .init(best, limit: ceiling.tops * MeasurementRow.noise, "TOP/s"))
    } else if share < Self.leastShare, row.status == .verified {
      outcome.find(
        .note, label,
        "the product reached \(told): the library was measured rather than the silicon, or others had the processors",
        .init(best, limit: ceiling.tops * Self.leastShare, "TOP/s"))
    }
  }

  /// The ceiling against what the cores can do at the highest clock.
  private mutating func judgeClock(
    _ row: MeasurementRow, _ ceiling: MeasurementRow.Ceiling, _ host: PlausibilitySubject.Host,
    _ label: String
  ) {
    guard let clock = host.highestClockGHz, let peak = host.peak(of: row, clockGHz: clock) else { return }
    outcome.examine("\(label): the ceiling against \(peak.words)")
    if ceiling.tops > peak.tops * MeasurementRow.noise {
      outcome.find(
        peak.isSure ? .impossible : .doubtful, label,
        "the ceiling of \(NumberFormat.number(ceiling.tops)) TOP/s is \(NumberFormat.percent(ceiling.tops / peak.tops)) of "
          + "what \(peak.words) give: the ceiling, the clock or the data is wrong",
        .init(ceiling.tops, limit: peak.tops * MeasurementRow.noise, "TOP/s"))
    }
  }

  private mutating func judgeVisits(_ row: MeasurementRow, _ label: String) {
    let ceilings = row.visits.compactMap(\.ceilingTops)
    if let spread = Statistics.relativeSpread(ceilings), spread > Self.mostSpread {
      outcome.find(
        .note, label,
        "the middle half of the ceilings of its visits spans \(NumberFormat.percent(spread)) of their median: others had the "
          + "processors, or the clock changed", .init(spread, limit: Self.mostSpread, "share"))
    }
    if let alike = Coincidence.alike(ceilings, mostLikely: Self.mostAlike) {
      outcome.find(
        .doubtful, label,
        "\(alike.count) of the \(ceilings.count) ceilings of its visits are the same to the last digit, which real ones are "
          + "not", .init(Double(alike.count), limit: Double(alike.limit), "visits"))
    }
  }

  /// A register holds twice as many FP32 as FP64 numbers, and no core multiplies the narrower more slowly.
  private mutating func judgeWidths(_ subject: PlausibilitySubject) {
    for wide in subject.rows where wide.precision == .fp64 {
      let narrow = subject.rows.first {
        $0.precision == .fp32 && $0.threads == wide.threads && $0.ceiling != nil
      }
      guard let narrow, let double = wide.ceiling?.tops, let single = narrow.ceiling?.tops else { continue }
      // What others take of the processors, they may take of every visit to one row.
      guard wide.hasSettledCeiling && narrow.hasSettledCeiling else {
        outcome.leaveOut(
          "\(subject.label(wide)): too few visits agree on its ceiling and on that of FP32 to compare them")
        continue
      }
      outcome.examine("the ceiling of \(subject.label(wide)) against that of FP32")
      if double > single * MeasurementRow.noise {
        outcome.find(
          .doubtful, subject.label(wide),
          "the ceiling of FP64, \(NumberFormat.number(double)) TOP/s, is above that of FP32, \(NumberFormat.number(single)) "
            + "TOP/s: one of the two is wrong", .init(double, limit: single * MeasurementRow.noise, "TOP/s"))
      }
    }
  }

  /// No bare instruction is measured on a device; its declared peak stands for the ceiling.
  private mutating func judge(_ device: PlausibilitySubject.Device, _ subject: PlausibilitySubject) {
    outcome.leaveOut("\(subject.whole): no bare instruction is measured on accelerators")
    for row in subject.verified {
      guard let best = row.topsBest else { continue }
      let label = subject.label(row)
      guard let peak = device.declared.rows.first(where: { $0.precision == row.precision }) else {
        outcome.leaveOut("\(label): no dense peak is declared for it")
        continue
      }
      outcome.examine("\(label): the best rate against the declared peak of \(device.part)")
      let told =
        "the product reached \(NumberFormat.percent(best / peak.tops)) of the \(NumberFormat.number(peak.tops)) TOP/s declared "
        + "for \(device.part) (\(peak.source))"
      if best > peak.tops * Self.mostOverDeclared {
        outcome.find(
          .doubtful, label,
          told
            + ": more than a higher clock explains, so the rate, the chip that it was taken for or the declared figure is "
            + "wrong", .init(best, limit: peak.tops * Self.mostOverDeclared, "TOP/s"))
      } else if best < peak.tops * Self.leastShare {
        outcome.find(
          .note, label,
          told + ": the library was measured rather than the silicon, or the device was held back",
          .init(best, limit: peak.tops * Self.leastShare, "TOP/s"))
      }
    }
  }
}

extension MeasurementRow {
  /// Whether three visits agree on the ceiling, so that it is none which others held down.
  fileprivate var hasSettledCeiling: Bool {
    let best = visits.compactMap(\.ceilingTops).sorted(by: >)
    return best.count >= 3 && best[2] * Self.noise >= best[0]
  }
}
