import Measurement
import Rating

/// Whether samples, visits and times of a measurement fit together: what an inventor, or somebody who takes samples away,
/// easily gets wrong.
struct RunConsistency {
  private let result: MeasurementResult
  private let circumstances: RunCircumstances

  init(_ result: MeasurementResult, _ circumstances: RunCircumstances) {
    self.result = result
    self.circumstances = circumstances
  }

  /// Clocks and the overlap of a worker's time with what is seen of it may differ by so much, as a share and in seconds.
  private static let tolerance = (share: 0.01, seconds: 0.002)

  /// The first thing that does not fit.
  var firstProblem: JSONDifference? {
    FigureLimits(result, circumstances).firstProblem ?? planProblem ?? timeProblem
      ?? result.rows.enumerated().lazy.compactMap {
        RowConsistency($1, at: "$.rows[\($0)]", of: result).firstProblem
      }
      .first ?? nativeProblem ?? timelineProblem ?? stopProblem
  }

  /// The plan is the one that the tier's name stands for.
  private var planProblem: JSONDifference? {
    guard let plan = SamplingPlan.named(result.plan.tier) else {
      return problem("$.plan.tier", "'\(result.plan.tier.printable)'", "quick, standard or record")
    }
    guard plan != result.plan, let recorded = try? result.plan.jsonValue, let known = try? plan.jsonValue
    else {
      return nil
    }
    let place = JSONDifference.first(in: BundleName.measurement, recorded: recorded, derived: known)
    return place.map {
      problem("$.plan" + $0.path.dropFirst(), $0.recorded, "\($0.derived), as the \(plan.tier) tier has it")
    }
  }

  private var timeProblem: JSONDifference? {
    let accounts = result.accounts
    let parts = [accounts.products, accounts.ceilings, accounts.checks, accounts.preparation]
    guard result.seconds.isFinite, result.seconds > 0, parts.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      return problem("$.seconds", "times that are none", "times of a run")
    }
    let sum = parts.reduce(0, +)
    return sum > allowed(result.seconds)
      ? problem("$.accounts", "\(sum) s in all", "at most the \(result.seconds) s of the run") : nil
  }

  /// A verified product needs an instruction that the processor has.
  private var nativeProblem: JSONDifference? {
    let native = NativePath(circumstances.host.cpu)
    for (index, row) in result.rows.enumerated() where row.status == .verified && row.variant == nil {
      if let missing = native.missing(row.precision) {
        return problem("$.rows[\(index)].status", "verified", "no more than emulated: \(missing)")
      }
    }
    return nil
  }

  /// The products of a visit ran before the next visit began, and the last before the end.
  private var timelineProblem: JSONDifference? {
    let moments = moments.sorted { $0.start < $1.start }
    if let first = moments.first, first.start < result.plan.soakSeconds {
      return problem(
        first.path + ".startSeconds", "\(first.start)",
        "at least \(result.plan.soakSeconds), since the machine is warmed up before the first visit")
    }
    let ends = moments.dropFirst().map(\.start) + [result.seconds]
    for (moment, end) in zip(moments, ends) where moment.busy > allowed(end - moment.start) {
      return problem(
        moment.path, "\(moment.busy) s of products",
        "at most \(end - moment.start) s, the time until the next visit or the end")
    }
    return nil
  }

  /// Rows ended for the reason that they give.
  private var stopProblem: JSONDifference? {
    let plan = result.plan
    let sampled = result.rows.filter { !$0.visits.isEmpty || !$0.rivals.isEmpty }
    let left = plan.sustainedSeconds * Double(sampled.count { $0.threads == result.threads })
    let least = plan.seconds - circumstances.openingSeconds - left
    for (index, row) in result.rows.enumerated() where !row.visits.isEmpty {
      let path = "$.rows[\(index)].stopped"
      switch row.stopped {
      case "budget" where result.seconds < least:
        return problem(path, "'budget' after \(result.seconds) s", "a run of at least \(least) s")
      case "agreement" where plan.usesAllTime || !plan.agrees(row.visits.countedBests):
        return problem(
          path, "'agreement'", "to go on: the best visits do not agree, are too few, or time was left")
      case "visits" where row.visits.count < plan.maximumVisits:
        return problem(path, "'visits'", "to go on: there were fewer than \(plan.maximumVisits)")
      case "interrupted" where !result.interrupted:
        return problem(path, "'interrupted'", "a run that was not")
      case "budget", "agreement", "visits", "interrupted", "failure": continue
      default: return problem(path, row.stopped.map { "'\($0.printable)'" } ?? "null", "a reason to stop")
      }
    }
    return nil
  }

  private var moments: [(path: String, start: Double, busy: Double)] {
    result.rows.enumerated().flatMap { index, row in
      let rivals = row.rivals.enumerated().flatMap { place, rival in
        moments("$.rows[\(index)].rivals[\(place)]", rival.visits, rival.samples)
      }
      return moments("$.rows[\(index)]", row.visits, row.samples) + rivals
    }
  }

  private func moments(_ path: String, _ visits: [Visit], _ samples: [Sample])
    -> [(path: String, start: Double, busy: Double)]
  {
    let busy = Dictionary(samples.map { ($0.visit, $0.seconds) }, uniquingKeysWith: +)
    return visits.enumerated().map { ("\(path).visits[\($0)]", $1.startSeconds, busy[$1.number] ?? 0) }
  }

  private func allowed(_ seconds: Double) -> Double {
    seconds * (1 + Self.tolerance.share) + Self.tolerance.seconds
  }

  private func problem(_ path: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path, recorded: recorded, derived: derived)
  }
}
