import Rating

extension DatabaseLoader {
  /// Reads the designs of cores with their multiply paths.
  mutating func loadMicroarchitectures() throws(ChipDBError) -> [Microarchitecture] {
    let table = try table(
      "microarchitectures", ["id", "name", "vendor", "isa", "example", "source", "grade", "note"])
    microarchitectureIDs = KnownIDs(table)
    let paths = try loadOpsPerCycle()
    var seen = SeenKeys(table)
    return table.rows.compactMap { row in
      checkUnique(row, ["id"], &seen)
      let id = row.id("id", &problems)
      let name = row.required("name", &problems)
      let vendor = row.required("vendor", &problems)
      let instructionSet = row.requiredChoice("isa", Microarchitecture.InstructionSet.self, &problems)
      let origin = origin(row)
      guard let id, let name, let vendor, let instructionSet else { return nil }
      return Microarchitecture(
        id: id, name: name, vendor: vendor, instructionSet: instructionSet, example: row.text("example"),
        source: origin.source, grade: origin.grade, opsPerCycle: paths[id] ?? [])
    }
  }

  private mutating func loadOpsPerCycle() throws(ChipDBError) -> [String: [Microarchitecture.OpsPerCycle]] {
    let table = try table(
      "ops_per_cycle",
      [
        "microarchitecture", "precision", "unit", "instruction", "ops_per_cycle_per_core", "source", "grade",
        "note",
      ])
    var seen = SeenKeys(table)
    var paths: [String: [Microarchitecture.OpsPerCycle]] = [:]
    for row in table.rows {
      checkUnique(row, ["microarchitecture", "precision", "unit", "instruction", "source"], &seen)
      let id = reference(row, "microarchitecture", to: microarchitectureIDs, in: "microarchitectures.csv")
      let precision = row.requiredChoice("precision", Precision.self, &problems)
      let unit = row.requiredChoice("unit", ComputeUnit.self, &problems)
      let instruction = row.required("instruction", &problems)
      let rate = row.requiredPositive("ops_per_cycle_per_core", &problems)
      let origin = origin(row)
      guard let id, let precision, let unit, let instruction, let rate else { continue }
      paths[id, default: []].append(
        .init(
          precision: precision, unit: unit, instruction: instruction, opsPerCyclePerCore: rate,
          source: origin.source, grade: origin.grade))
    }
    return paths
  }

  /// Reads how processors name themselves; no two rows may name the same.
  mutating func loadIdentifications() throws(ChipDBError) -> [Identification] {
    let table = try table(
      "cpuids",
      [
        "vendor", "family", "model_low", "model_high", "stepping_low", "stepping_high", "microarchitecture",
        "codename", "source", "grade", "note",
      ])
    let read = table.rows.compactMap { row in identification(row).map { (row: row, identification: $0) } }
    checkOverlaps(read)
    return read.map(\.identification)
  }

  private mutating func checkOverlaps(_ read: [(row: Row, identification: Identification)]) {
    let sorted = read.sorted {
      ($0.identification.models.lowerBound, $0.row.line) < ($1.identification.models.lowerBound, $1.row.line)
    }
    for (index, earlier) in sorted.enumerated() {
      for later in sorted[(index + 1)...] {
        if later.identification.models.lowerBound > earlier.identification.models.upperBound { break }
        guard later.identification.overlaps(earlier.identification) else { continue }
        let (first, second) = earlier.row.line < later.row.line ? (earlier, later) : (later, earlier)
        second.row.note(
          "model_low", "and the cells around it overlap with line \(first.row.line): one row a processor",
          &problems)
      }
    }
  }

  private mutating func identification(_ row: Row) -> Identification? {
    let text = row.required("vendor", &problems)
    let vendor = text.flatMap(Identification.Vendor.init)
    if let text, vendor == nil {
      row.note("vendor", "is \(text.quotable): write CPUID's string, or Arm's implementer as 0x41", &problems)
    }
    let family = row.integer("family", in: 0...0xfff, &problems)
    let models = range(row, "model_low", "model_high", in: 0...0xffff)
    if models == nil { _ = row.required("model_low", &problems) }
    let steppings = range(row, "stepping_low", "stepping_high", in: 0...0xff)
    let id = reference(row, "microarchitecture", to: microarchitectureIDs, in: "microarchitectures.csv")
    let origin = origin(row)
    guard let vendor, let models, let id else { return nil }
    return Identification(
      vendor: vendor, family: family, models: models, steppings: steppings, microarchitecture: id,
      codename: row.text("codename"), source: origin.source, grade: origin.grade)
  }

  /// Reads two cells that bound a range: both or neither.
  private mutating func range(_ row: Row, _ low: String, _ high: String, in limits: ClosedRange<Int>)
    -> ClosedRange<Int>?
  {
    let lower = row.integer(low, in: limits, &problems)
    let upper = row.integer(high, in: limits, &problems)
    if (row.text(low) == nil) != (row.text(high) == nil) {
      row.note(row.text(low) == nil ? low : high, "is blank: \(low) and \(high) go together", &problems)
    }
    guard let lower, let upper else { return nil }
    if lower > upper { row.note(low, "is above \(high): exchange them", &problems) }
    return lower <= upper ? lower...upper : nil
  }
}
