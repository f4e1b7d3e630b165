import ChipDB
import Measurement
import Rating

/// Holds the power that was measured against what was reached with it, what is claimed, and what the chip is rated at.
struct PowerAgainstClaim {
  private(set) var outcome = PlausibilityOutcome(.powerAgainstClaim)

  /// A chip that is allowed less than its rated power does more for a joule than its declared figures say. By more than
  /// this it cannot: the energy of a product goes by the square of the voltage, and that can be halved at most.
  private static let mostGain = 2.0
  /// For the seconds of a sustained run, of the rated power: boards may be set above it.
  private static let mostDrawn = 1.5
  /// A chip at work draws more than a twentieth of what it is rated at.
  private static let leastDrawn = 0.05
  /// An energy counter and readings of the power agree within this factor, however seldom the power is read.
  private static let meterAgreement = 2.0
  /// Fewer readings show no mean.
  private static let fewestReadings = 20

  init(_ subjects: [PlausibilitySubject]) {
    for subject in subjects {
      judgeMeters(subject)
      judgeSustained(subject)
    }
  }

  // MARK: the meters

  private mutating func judgeMeters(_ subject: PlausibilitySubject) {
    switch subject.place {
    case .host(let host): judgeCounter(host.power, subject.whole, "the run")
    case .device(let device): judgeTelemetry(device.telemetry, subject)
    }
  }

  private mutating func judgeCounter(_ power: PowerSummary, _ subject: String, _ time: String) {
    guard power.joules == 0 else { return }
    outcome.find(
      .doubtful, subject,
      "the energy counter (\(power.source)) stood still over the \(Self.number(power.seconds)) s of \(time): it does not "
        + "count", .init(0, limit: 0, "J"))
  }

  private mutating func judgeTelemetry(_ telemetry: TelemetrySummary, _ subject: PlausibilitySubject) {
    guard let highest = telemetry.highestWatts else {
      outcome.leaveOut("\(subject.whole): \(telemetry.reason ?? "the worker tells no power")")
      return
    }
    judgeDrawn(highest, subject.whole, "the highest power that was read", subject.ratedPower)
    guard let (counted, integrated) = telemetry.energies(fewestReadings: Self.fewestReadings) else { return }
    outcome.examine("\(subject.whole): the energy counter against the readings of the power")
    let ratio = max(counted / integrated, integrated / counted)
    if !(ratio <= Self.meterAgreement) {
      outcome.find(
        .doubtful, subject.whole,
        "its energy counter tells \(Self.number(counted)) J and the readings of its power \(Self.number(integrated)) J over "
          + "the same time: one of the two is wrong", .init(ratio, limit: Self.meterAgreement, "ratio"))
    }
  }

  // MARK: the sustained runs

  private mutating func judgeSustained(_ subject: PlausibilitySubject) {
    let rows = subject.verified.filter { $0.sustained != nil }
    if rows.isEmpty {
      outcome.leaveOut(
        "\(subject.whole): there is no sustained run of a verified product, over which the energy is counted; only the record "
          + "tier has them")
    }
    for row in rows {
      guard let sustained = row.sustained else { continue }
      let label = subject.label(row)
      judgeCounter(sustained.power, label, "its sustained run")
      guard let watts = sustained.power.watts else {
        outcome.leaveOut("\(subject.whole): \(sustained.power.source.dropPrefix("unavailable: "))")
        continue
      }
      judgeDrawn(watts, label, "the mean power of its sustained run", subject.ratedPower)
      guard watts > 0, sustained.tops > 0 else { continue }
      judgeEfficiency(sustained.tops / watts, row.precision, label, subject.database)
      judgeClaims(watts / sustained.tops, row.precision, label, subject)
    }
  }

  /// Operations for the energy beside those of the best chip, by its declared figures.
  private mutating func judgeEfficiency(
    _ reached: Double, _ precision: Precision, _ label: String, _ database: ChipDatabase
  ) {
    guard let best = database.mostTopsPerWatt(precision) else {
      outcome.leaveOut("the database declares no \(precision.label) rate of a chip whose power it knows")
      return
    }
    outcome.examine("\(label): operations for the energy against the best chip's")
    let share = reached / best.topsPerWatt
    let compared =
      "\(NumberFormat.number(reached * 1000)) GOP/s a watt, \(NumberFormat.percent(share)) of the best that the database "
      + "has declared (\(best.chip.name))"
    let (severity, judgement): (PlausibilityFinding.Severity, String) =
      if share > Self.mostGain {
        (.impossible, ": the rate or the energy counter is wrong")
      } else if share > 1 + database.materialDifference {
        (.doubtful, ": only a chip that is kept below its rated power may pass it")
      } else { (.note, "") }
    outcome.find(
      severity, label, compared + judgement,
      .init(reached * 1000, limit: best.topsPerWatt * 1000, "GOP/s per W"))
  }

  /// The power that the claimed rate would take at the energy for an operation that was measured. Products reach only a
  /// part of a true peak, at much the same power, so that it may lie above the rated power by the inverse of that part.
  private mutating func judgeClaims(
    _ wattsPerTops: Double, _ precision: Precision, _ label: String, _ subject: PlausibilitySubject
  ) {
    let claims = subject.claims.filter { $0.precision == precision }
    if claims.isEmpty { return }
    guard case .known(let rated, let words) = subject.ratedPower else {
      if case .unknown(let reason) = subject.ratedPower { outcome.leaveOut(reason) }
      return
    }
    let most = 1 / subject.database.publishedEfficiencies.lowerBound
    for claim in claims {
      outcome.examine("\(label): what is claimed against the rated power, by the energy for an operation")
      let needed = claim.claimedTops * wattsPerTops
      guard needed > rated * (1 + subject.database.materialDifference) else { continue }
      let isExplained = needed <= rated * most
      outcome.find(
        isExplained ? .note : .doubtful, label,
        "at the \(Self.number(wattsPerTops)) pJ that an operation took, the claimed \(NumberFormat.number(claim.claimedTops)) "
          + "TOP/s (\(claim.source)) would take \(Self.number(needed)) W, \(NumberFormat.percent(needed / rated)) of \(words)"
          + (isExplained
            ? ", as where a product reaches a part of the peak"
            : ": more than the published efficiencies of products explain"),
        .init(needed, limit: rated * most, "W"))
    }
  }

  private mutating func judgeDrawn(
    _ watts: Double, _ label: String, _ what: String, _ power: PlausibilitySubject.RatedPower
  ) {
    guard case .known(let rated, let words) = power else {
      if case .unknown(let reason) = power { outcome.leaveOut(reason) }
      return
    }
    outcome.examine("\(label): \(what) against the rated power")
    let told = "\(what), \(Self.number(watts)) W, is \(NumberFormat.percent(watts / rated)) of \(words)"
    if watts > rated * Self.mostDrawn {
      outcome.find(
        .doubtful, label, told + ": the meter is wrong, or it is another product",
        .init(watts, limit: rated * Self.mostDrawn, "W"))
    } else if watts > 0, watts < rated * Self.leastDrawn {
      outcome.find(
        .doubtful, label,
        told + ", less than such a chip takes at rest: the meter is wrong, or nothing was at work",
        .init(watts, limit: rated * Self.leastDrawn, "W"))
    }
  }

  private static func number(_ value: Double) -> String { NumberFormat.number(value, digits: 3) }
}

extension ChipDatabase {
  /// The chip with the most declared dense TOP/s for a watt of its rated power.
  fileprivate func mostTopsPerWatt(_ precision: Precision) -> (chip: Chip, topsPerWatt: Double)? {
    chips.compactMap { chip in
      chip.declared(precision).flatMap { tops in
        chip.tdpWatts.map { (chip: chip, topsPerWatt: tops.value / $0.value) }
      }
    }.max { $0.topsPerWatt < $1.topsPerWatt }
  }
}

extension TelemetrySummary {
  /// The energy from the first reading to the last by the counter and by the readings of the power, in joules; `nil` where
  /// one of the two is not told, or too seldom.
  fileprivate func energies(fewestReadings: Int) -> (counted: Double, integrated: Double)? {
    let told = readings.compactMap { reading in
      reading.telemetry.watts.flatMap { watts in
        reading.telemetry.joules.map { (seconds: reading.seconds, watts: watts, joules: $0) }
      }
    }
    guard told.count >= fewestReadings, let first = told.first, let last = told.last else { return nil }
    let integrated = zip(told, told.dropFirst()).reduce(0) {
      $0 + ($1.1.seconds - $1.0.seconds) * ($1.0.watts + $1.1.watts) / 2
    }
    let counted = last.joules - first.joules
    return integrated > 0 && counted >= 0 ? (counted, integrated) : nil
  }
}

extension String {
  /// The text without what it begins with, if it does.
  fileprivate func dropPrefix(_ prefix: String) -> Substring {
    hasPrefix(prefix) ? dropFirst(prefix.count) : self[...]
  }
}
