import ChipDB
import Measurement
import Rating

/// Holds the rates against the clocks that were measured around them: no core does more in a cycle than it can.
struct ClockAgainstRate {
  private(set) var outcome = PlausibilityOutcome(.clockAgainstRate)

  /// A single visit's readings may all have met a lower clock than its products: but not in more than this part of them.
  private static let mostVisits = 0.1
  private static let fewestVisits = 3
  /// Readings are whole steps of a timer over some 59 µs, and the best of many, so that most are the same where the clock does
  /// not change: 75 % were in a run on a Zen 4. A fixed clock may show one in more than this share.
  private static let mostAlike = 0.95
  /// Above the boost clock of the very chip.
  private static let mostOverBoost = 1.1
  /// Above the highest that the database has of any chip with such cores: it does not have the fastest of each.
  private static let mostOverCores = 1.5
  /// A device's clock may be read above what it tells as its highest by the error of the reading.
  private static let mostOverTold = 1.05

  init(_ subjects: [PlausibilitySubject]) {
    for subject in subjects {
      switch subject.place {
      case .host(let host): judge(host, subject)
      case .device(let device): judge(device, subject)
      }
    }
  }

  private mutating func judge(_ host: PlausibilitySubject.Host, _ subject: PlausibilitySubject) {
    guard let highest = host.highestClockGHz else {
      outcome.leaveOut("the clock cannot be measured on this architecture")
      return
    }
    judgeReadings(host.clocksGHz)
    judgePublished(highest, host.publishedClock)
    for row in subject.verified {
      guard let peak = host.peak(of: row, clockGHz: highest), let best = row.topsBest else {
        outcome.leaveOut(host.reasonForNoPeak(row.precision))
        continue
      }
      outcome.examine("\(subject.label(row)): the best rate against \(peak.words)")
      if best > peak.tops * MeasurementRow.noise {
        outcome.find(
          peak.isSure ? .impossible : .doubtful, subject.label(row),
          "\(NumberFormat.number(best)) TOP/s are \(NumberFormat.percent(best / peak.tops)) of the "
            + "\(NumberFormat.number(peak.tops)) TOP/s of \(peak.words): the rate, the clock or the data is wrong",
          .init(best, limit: peak.tops * MeasurementRow.noise, "TOP/s"))
      } else {
        judgeVisits(row, host, subject.label(row))
      }
    }
  }

  /// Each visit's best rate against the highest of its own readings: where the clock falls, so does the rate.
  private mutating func judgeVisits(
    _ row: MeasurementRow, _ host: PlausibilitySubject.Host, _ label: String
  ) {
    let ratios = row.visits.compactMap { visit in
      visit.clocksGHz.max().flatMap { host.peak(of: row, clockGHz: $0) }
        .flatMap { peak in visit.bestTops.map { $0 / peak.tops } }
    }
    let passing = ratios.filter { $0 > MeasurementRow.noise }
    guard passing.count >= Self.fewestVisits, Double(passing.count) > Self.mostVisits * Double(ratios.count),
      let worst = passing.max()
    else { return }
    outcome.find(
      .doubtful, label,
      "\(passing.count) of \(ratios.count) visits have a rate that their own readings of the clock do not allow, by up to "
        + "\(NumberFormat.percent(worst - 1)): where the clock fell, the rate did not",
      .init(Double(passing.count), limit: Self.mostVisits * Double(ratios.count), "visits"))
  }

  private mutating func judgeReadings(_ clocks: [Double]) {
    outcome.examine("\(clocks.count) readings of the clock against each other")
    guard let alike = Coincidence.alike(clocks, mostLikely: Self.mostAlike) else { return }
    outcome.find(
      .note, "the run",
      "\(alike.count) of \(clocks.count) readings of the clock are \(alike.value) GHz to the last digit, as those of a fixed "
        + "clock are, and made-up ones", .init(Double(alike.count), limit: Double(alike.limit), "readings"))
  }

  private mutating func judgePublished(_ highest: Double, _ published: PlausibilitySubject.PublishedClock?) {
    guard let published else {
      outcome.leaveOut("the database has no clock of a chip with such cores")
      return
    }
    outcome.examine("the highest clock against \(published.words)")
    let most = published.gigahertz * (published.isOwn ? Self.mostOverBoost : Self.mostOverCores)
    if highest > most {
      outcome.find(
        .doubtful, "the run",
        "a clock of \(NumberFormat.number(highest)) GHz was measured, \(NumberFormat.percent(highest / published.gigahertz)) "
          + "of \(published.words): seconds are counted too short, or it is another chip",
        .init(highest, limit: most, "GHz"))
    }
  }

  private mutating func judge(_ device: PlausibilitySubject.Device, _ subject: PlausibilitySubject) {
    outcome.leaveOut("\(subject.whole): the database has no operations a cycle of accelerators")
    let told = device.telemetry.readings.map(\.telemetry)
    guard let highest = told.compactMap(\.highestClockMHz).max(), highest > 0,
      let read = told.compactMap(\.clockMHz).max()
    else {
      outcome.leaveOut("\(subject.whole): the worker does not tell both its clock and its highest clock")
      return
    }
    outcome.examine("\(subject.whole): the clock against its highest, both as the worker tells them")
    if read > highest * Self.mostOverTold {
      outcome.find(
        .doubtful, subject.whole,
        "its clock was read at \(NumberFormat.whole(read)) MHz, \(NumberFormat.percent(read / highest)) of the highest that "
          + "it tells to have", .init(read, limit: highest * Self.mostOverTold, "MHz"))
    }
  }
}

extension PlausibilitySubject.Host {
  /// What some cores do at a clock.
  struct Peak {
    let tops: Double
    /// "2 cores × 32 operations a cycle × 3.244 GHz".
    let words: String
    /// Whether somebody could read the operations a cycle in a source.
    let isSure: Bool
  }

  /// The rate that the cores of a row cannot pass at a clock; `nil` where the operations a cycle are not known.
  func peak(of row: MeasurementRow, clockGHz: Double) -> Peak? {
    guard let path = core?.fastestPath(row.precision), let threads = row.threads, clockGHz > 0 else {
      return nil
    }
    let cores = min(threads, visibleCores)
    return Peak(
      tops: Double(cores) * path.opsPerCyclePerCore * clockGHz / 1000,
      words:
        "\(cores) core\(cores == 1 ? "" : "s") × \(NumberFormat.exact(path.opsPerCyclePerCore)) operations a cycle × "
        + "\(NumberFormat.number(clockGHz)) GHz",
      isSure: path.grade < .unverified)
  }

  func reasonForNoPeak(_ precision: Precision) -> String {
    core.map { "the operations a cycle of \(precision.label) on \($0.name) cores are not in the database" }
      ?? "the database does not know this processor's cores, so their operations a cycle are not known"
  }
}
