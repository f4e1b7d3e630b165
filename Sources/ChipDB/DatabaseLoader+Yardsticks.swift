import Rating

extension DatabaseLoader {
  /// The figures against which claims are judged.
  private enum Yardstick: String, CaseIterable {
    case lowestEfficiency = "gemm-efficiency-lowest"
    case highestEfficiency = "gemm-efficiency-highest"
    case materialDifference = "material-difference"
    case trainingDays = "training-days-usual"
    case trainingEfficient = "training-operations-efficient"
    case trainingLatency = "training-operations-latency"
  }

  /// Reads the yardsticks; `nil` where one is missing or broken, which is noted.
  mutating func loadYardsticks() throws(ChipDBError) -> (
    efficiencies: ClosedRange<Double>, materialDifference: Double, training: TrainingLimits
  )? {
    let table = try table("yardsticks", ["id", "value", "unit", "source", "note"])
    var seen = SeenKeys(table)
    var values: [Yardstick: TrainingLimits.Limit] = [:]
    var highestRow: Row?
    for row in table.rows {
      checkUnique(row, ["id"], &seen)
      let source = source(row)
      let value = row.requiredPositive("value", &problems)
      guard let id = row.id("id", &problems), let yardstick = Yardstick(rawValue: id), let value else {
        continue
      }
      values[yardstick] = .init(
        value: value, unit: row.text("unit") ?? "", source: source, note: row.text("note"))
      if yardstick == .highestEfficiency { highestRow = row }
    }
    if table.problems.isEmpty {
      for yardstick in Yardstick.allCases
      where !table.rows.contains(where: { $0.text("id") == yardstick.rawValue }) {
        problems.append(
          DataProblem(
            file: "\(directory)/yardsticks.csv", line: 1, column: 1,
            message: "the row '\(yardstick.rawValue)' is missing: add it"))
      }
    }
    guard let lowest = values[.lowestEfficiency]?.value, let highest = values[.highestEfficiency]?.value,
      let difference = values[.materialDifference]?.value, let days = values[.trainingDays],
      let efficient = values[.trainingEfficient], let latency = values[.trainingLatency]
    else { return nil }
    guard lowest <= highest, highest <= 1 else {
      highestRow?.note("value", "must be a share from \(lowest) to 1", &problems)
      return nil
    }
    return (
      lowest...highest, difference,
      TrainingLimits(usualDays: days, efficientOperations: efficient, latencyOperations: latency)
    )
  }
}
