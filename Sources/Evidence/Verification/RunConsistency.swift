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

  /// The first thing that does not fit.
  var firstProblem: JSONDifference? {
    FigureLimits(result, circumstances).firstProblem ?? Self.planProblem(result.plan) ?? timeProblem
      ?? result.rows.enumerated().lazy.compactMap {
        RowConsistency($1, at: "$.rows[\($0)]", of: result).firstProblem
      }
      .first ?? nativeProblem
      ?? Timeline(result.rows, at: "$").firstProblem(
        soakSeconds: result.plan.soakSeconds, end: result.seconds)
      ?? stopConsistency.firstProblem(of: result.rows, at: "$")
  }

  /// The plan is the one that the tier's name stands for.
  /// - Parameter isForDevices: whether it is the tier's plan for devices.
  static func planProblem(_ recordedPlan: SamplingPlan, isForDevices: Bool = false) -> JSONDifference? {
    guard let named = SamplingPlan.named(recordedPlan.tier) else {
      return problem("$.plan.tier", "'\(recordedPlan.tier.printable)'", "quick, standard or record")
    }
    let plan = isForDevices ? named.forDevices : named
    guard plan != recordedPlan, let recorded = try? recordedPlan.jsonValue, let known = try? plan.jsonValue
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
      return Self.problem("$.seconds", "times that are none", "times of a run")
    }
    let sum = parts.reduce(0, +)
    return sum > Timeline.allowed(result.seconds)
      ? Self.problem("$.accounts", "\(sum) s in all", "at most the \(result.seconds) s of the run") : nil
  }

  /// A verified product needs an instruction that the processor has.
  private var nativeProblem: JSONDifference? {
    let native = NativePath(circumstances.host.cpu)
    for (index, row) in result.rows.enumerated() where row.status == .verified && row.variant == nil {
      if let missing = native.missing(row.precision) {
        return Self.problem("$.rows[\(index)].status", "verified", "no more than emulated: \(missing)")
      }
    }
    return nil
  }

  private var stopConsistency: StopConsistency {
    let plan = result.plan
    let sampled = result.rows.filter { !$0.visits.isEmpty || !$0.rivals.isEmpty }
    let left = plan.sustainedSeconds * Double(sampled.count { $0.threads == result.threads })
    return StopConsistency(
      plan: plan, seconds: result.seconds, least: plan.seconds - circumstances.openingSeconds - left,
      interrupted: result.interrupted)
  }

  private static func problem(_ path: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path, recorded: recorded, derived: derived)
  }
}
