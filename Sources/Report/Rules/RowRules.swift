import Measurement
import Rating

/// The run rules that are about rows, of a host and of a device alike.
struct RowRules {
  private let rows: [MeasurementRow]
  private let plan: SamplingPlan
  private let limits: RunLimits
  /// Those that a rating rests on.
  private let rated: [MeasurementRow]

  init(_ rows: [MeasurementRow], _ plan: SamplingPlan, _ limits: RunLimits) {
    self.rows = rows
    rated = rows.rated
    self.plan = plan
    self.limits = limits
  }

  var precisions: RunRule {
    let asks = "every precision was tried"
    guard limits.isEvidence else { return RunRule(notAsked: .precisions, asks) }
    let tried = Set(rows.filter { $0.status != .interrupted }.map(\.precision))
    let missing = Precision.allCases.filter { !tried.contains($0) }
    return RunRule(
      .precisions, asks,
      broken: missing.isEmpty
        ? [] : ["left out: \(missing.map(\.label).joined(separator: ", ")): leave --precision out"],
      met: "\(Precision.allCases.count) precisions")
  }

  /// Zeros, small integers and waves are drawn to study a kernel, not to rate a machine.
  var operands: RunRule {
    RunRule(
      .operands, "the operands of a rating are random: uniform or normal",
      broken: complaints(rated) { row in
        row.operands.flatMap { [.uniform, .normal].contains($0) ? nil : "drawn as '\($0.rawValue)'" }
      }, met: Set(rated.compactMap(\.operands?.rawValue)).sorted().joined(separator: ", "))
  }

  var checked: RunRule {
    RunRule(
      .checked, "every product that counts was checked, and right",
      broken: complaints(rated) { row in
        guard let check = row.check, check.passed else { return "no check is recorded that it passed" }
        // A device's burst is checked as a whole: its samples are means over the products of one.
        let least = row.variant == nil ? row.samples.count : row.visits.count
        return check.products < least ? "\(check.products) checks of \(least) samples" : nil
      }, met: "\(rated.reduce(0) { $0 + ($1.check?.products ?? 0) }) checks")
  }

  var sound: RunRule {
    let asks = "no row failed"
    guard limits.isEvidence else { return RunRule(notAsked: .sound, asks) }
    return RunRule(
      .sound, asks,
      broken: complaints(rows) { $0.status == .failed ? $0.reason ?? "failed" : nil },
      met: "\(rows.count) rows")
  }

  var visits: RunRule {
    let share = limits.isEvidence ? ", at least half of all" : ""
    return RunRule(
      .visits, "visits of every row that count: at least \(limits.leastVisits)" + share,
      broken: complaints(rated) { row in
        let counted = Self.counted(row)
        let isFew = counted < limits.leastVisits || limits.isEvidence && 2 * counted < row.visits.count
        return isFew ? "\(counted) of \(row.visits.count) count" : nil
      }, met: range(rated.map(Self.counted), "visits a row"))
  }

  var agreement: RunRule {
    let gaps = rated.compactMap { row -> (row: MeasurementRow, gap: Double)? in
      let bests = row.visits.countedBests
      guard let best = bests.first, let last = bests.prefix(3).last, best > 0 else { return nil }
      return (row, 1 - last / best)
    }
    let worst = gaps.map(\.gap).max()
    return RunRule(
      .agreement, "the three best visits of every row agree within \(NumberFormat.percent(limits.agreement))",
      broken: gaps.filter { $0.gap > limits.agreement }.map {
        "\($0.row.label): they differ by \(NumberFormat.percent($0.gap))"
      }, met: worst.map { "within \(NumberFormat.percent($0))" } ?? "no row to ask it of")
  }

  /// A rate that lasts for moments only is no evidence of a machine's.
  var sustained: RunRule {
    let asks = "every row also ran for \(NumberFormat.exact(plan.sustainedSeconds)) s without a pause"
    guard limits.isEvidence else { return RunRule(notAsked: .sustained, asks) }
    let shares = rated.compactMap { row in
      row.sustained.flatMap { held in row.topsBest.map { held.tops / $0 } }
    }
    return RunRule(
      .sustained, asks,
      broken: complaints(rated) { row in
        guard let held = row.sustained else { return "no sustained rate" }
        return held.seconds < plan.sustainedSeconds
          ? "\(NumberFormat.number(held.seconds, digits: 3)) s" : nil
      },
      met: shares.min().map { "at least \(NumberFormat.percent($0)) of the best rate" }
        ?? "no row to ask it of")
  }

  var ceilings: RunRule {
    let asks = "every rate stands beside the bare instruction's"
    guard limits.isEvidence else { return RunRule(notAsked: .ceilings, asks) }
    let shares = rated.compactMap(\.efficiency)
    return RunRule(
      .ceilings, asks,
      broken: complaints(rated) { $0.ceiling == nil ? "no ceiling was measured" : nil },
      met: shares.max().map { "at most \(NumberFormat.percent($0)) of it" } ?? "no row to ask it of")
  }

  func duration(_ seconds: Double) -> RunRule {
    let asks = "the run took at least \(NumberFormat.exact(RunLimits.evidenceSeconds)) s"
    guard limits.isEvidence else { return RunRule(notAsked: .duration, asks) }
    let took = "\(NumberFormat.number(seconds, digits: 3)) s"
    return RunRule(
      .duration, asks, broken: seconds < RunLimits.evidenceSeconds ? [took] : [], met: took)
  }

  var warm: RunRule {
    let asks = "all worked for \(NumberFormat.exact(plan.soakSeconds)) s before the first visit"
    guard limits.isEvidence else { return RunRule(notAsked: .warm, asks) }
    let first = rows.flatMap { $0.visits + $0.rivals.flatMap(\.visits) }.map(\.startSeconds).min()
    let found = first.map { "first visit after \(NumberFormat.number($0, digits: 3)) s" }
    let isEarly = first.map { $0 < plan.soakSeconds } ?? true
    return RunRule(
      .warm, asks, broken: isEarly ? [found ?? "no visit was made"] : [], met: found ?? "")
  }

  /// How many visits to a row count.
  private static func counted(_ row: MeasurementRow) -> Int { row.visits.count { $0.excluded == nil } }

  private func complaints(_ rows: [MeasurementRow], _ complaint: (MeasurementRow) -> String?) -> [String] {
    rows.compactMap { row in complaint(row).map { "\(row.label): \($0)" } }
  }

  private func range(_ counts: [Int], _ unit: String) -> String {
    guard let least = counts.min(), let most = counts.max() else { return "no row to ask it of" }
    return least == most ? "\(least) \(unit)" : "\(least) to \(most) \(unit)"
  }
}
