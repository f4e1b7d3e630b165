import Measurement

/// Whether rows ended for the reason that they give.
struct StopConsistency {
  let plan: SamplingPlan
  /// How long the run went on.
  let seconds: Double
  /// How long it must have gone on for the plan's time to be used up.
  let least: Double
  let interrupted: Bool
  /// Whether what was measured vanished before the end.
  var isGone = false

  /// - Parameter path: of what holds the rows: "$", "$.devices[0]".
  func firstProblem(of rows: [MeasurementRow], at path: String) -> JSONDifference? {
    for (index, row) in rows.enumerated() where !row.visits.isEmpty {
      if let problem = problem(of: row, at: "\(path).rows[\(index)].stopped") { return problem }
    }
    return nil
  }

  private func problem(of row: MeasurementRow, at path: String) -> JSONDifference? {
    func problem(_ recorded: String, _ derived: String) -> JSONDifference {
      JSONDifference(file: BundleName.measurement, path: path, recorded: recorded, derived: derived)
    }
    switch row.stopped {
    case "budget" where seconds < least:
      return problem("'budget' after \(seconds) s", "a run of at least \(least) s")
    case "agreement" where plan.usesAllTime || !plan.agrees(row.visits.countedBests):
      return problem(
        "'agreement'", "to go on: the best visits do not agree, are too few, or time was left")
    case "visits" where row.visits.count < plan.maximumVisits:
      return problem("'visits'", "to go on: there were fewer than \(plan.maximumVisits)")
    case "interrupted" where !interrupted: return problem("'interrupted'", "a run that was not")
    case "device gone" where !isGone: return problem("'device gone'", "a device that was not given up")
    case "failure" where row.topsBest != nil: return problem("'failure'", "a row without a rate")
    case "budget", "agreement", "visits", "interrupted", "device gone", "failure": return nil
    default: return problem(row.stopped.map { "'\($0.printable)'" } ?? "null", "a reason to stop")
    }
  }
}
