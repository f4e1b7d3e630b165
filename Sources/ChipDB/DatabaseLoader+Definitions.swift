import Rating

extension DatabaseLoader {
  /// Reads the definitions of equivalence.
  /// - Parameter chipID: finds the id of a chip by any of its spellings.
  mutating func loadEquivalences(_ chipID: (String) -> String?) throws(ChipDBError) -> [EquivalenceDefinition]
  {
    let table = try table(
      "equivalences",
      ["id", "name", "basis", "precisions", "constant", "unit", "reference", "source", "note"])
    var seen = SeenKeys(table)
    var definitions: [EquivalenceDefinition] = []
    for row in table.rows {
      checkUnique(row, ["id"], &seen)
      let id = row.id("id", &problems)
      let name = row.required("name", &problems)
      let basis = row.requiredChoice("basis", EquivalenceDefinition.Basis.self, &problems)
      let precisions = precisions(row, basis)
      let constant = row.requiredPositive("constant", &problems)
      let unit = row.required("unit", &problems)
      if let basis, let unit, unit != basis.unit {
        row.note("unit", "is \(unit.quotable): write \(basis.unit) for this basis", &problems)
      }
      let reference = row.required("reference", &problems)
      let referenceID = reference.flatMap(chipID)
      if let reference, referenceID == nil, !chipIDs.mayContain(reference) {
        row.note(
          "reference", "\(reference.quotable) names no chip of chips.csv: add it there first", &problems)
      }
      let source = source(row)
      guard let id, let name, let basis, let constant, let unit, let referenceID else { continue }
      definitions.append(
        EquivalenceDefinition(
          id: id, name: name, basis: basis, precisions: precisions, constant: constant, unit: unit,
          reference: referenceID, source: source))
    }
    return definitions
  }

  private mutating func precisions(_ row: Row, _ basis: EquivalenceDefinition.Basis?) -> [Precision] {
    let names = (row.text("precisions") ?? "").split(separator: ";").map(\.trimmingBlanks)
    for name in names where Precision(rawValue: name) == nil {
      let known = Precision.allCases.map(\.rawValue).joined(separator: ", ")
      row.note("precisions", "holds \(name.quotable): write some of \(known)", &problems)
    }
    if let basis, (basis == .denseTops) == names.isEmpty {
      row.note("precisions", "must name precisions for dense-tops, and be blank otherwise", &problems)
    }
    return names.compactMap { Precision(rawValue: $0) }
  }

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

extension EquivalenceDefinition.Basis {
  /// The unit of the constant.
  fileprivate var unit: String {
    switch self {
    case .tpp: "TPP"
    case .denseTops: "TOP/s"
    case .memoryBandwidth: "GB/s"
    }
  }
}
