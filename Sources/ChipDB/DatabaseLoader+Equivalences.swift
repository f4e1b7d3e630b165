import Rating

extension DatabaseLoader {
  /// A row of the definitions; what is composed of phases waits for them.
  private struct Draft {
    let row: Row
    let id: String
    let name: String
    let basis: EquivalenceDefinition.Basis
    let reference: String
    let source: String
    /// `nil` where it is composed.
    let simple: EquivalenceDefinition?
  }

  /// Reads the definitions of equivalence and the phases of those that are composed.
  /// - Parameter chipID: finds the id of a chip by any of its spellings.
  mutating func loadEquivalences(_ chipID: (String) -> String?) throws(ChipDBError) -> [EquivalenceDefinition]
  {
    let table = try table(
      "equivalences",
      ["id", "name", "basis", "precisions", "constant", "unit", "reference", "source", "note"])
    var seen = SeenKeys(table)
    var drafts: [Draft] = []
    for row in table.rows {
      checkUnique(row, ["id"], &seen)
      guard let draft = draft(row, chipID) else { continue }
      if row.isOwn, let shipped = table.shipped(row, ["id"]),
        let index = drafts.firstIndex(where: { $0.id == draft.id })
      {
        for column in ["basis", "precisions", "constant", "unit", "reference"]
        where row.text(column) != shipped.text(column) {
          contradict(row, column, shipped, "the own row is used")
        }
        drafts[index] = draft
      } else {
        drafts.append(draft)
      }
    }
    let phases = try loadPhases(drafts)
    return drafts.compactMap { draft in draft.simple ?? composed(draft, phases[draft.id] ?? []) }
  }

  private mutating func draft(_ row: Row, _ chipID: (String) -> String?) -> Draft? {
    let id = row.id("id", &problems)
    let name = row.required("name", &problems)
    let basis = row.requiredChoice("basis", EquivalenceDefinition.Basis.self, &problems)
    let precisions = precisions(row, basis)
    let isComposed = basis?.isComposed ?? false
    let constant = isComposed ? nil : row.requiredPositive("constant", &problems)
    if isComposed, row.text("constant") != nil {
      row.note(
        "constant", "must be blank: it follows from the phases of equivalence_phases.csv", &problems)
    }
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
    guard let id, let name, let basis, let unit, let referenceID,
      isComposed ? row.text("constant") == nil : constant != nil
    else {
      return nil
    }
    return Draft(
      row: row, id: id, name: name, basis: basis, reference: referenceID, source: source,
      simple: constant.map {
        EquivalenceDefinition(
          id: id, name: name, basis: basis, precisions: precisions, constant: $0, unit: unit,
          reference: referenceID, source: source)
      })
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

  /// Reads the phases, by the id of their definition. Those of the user's own take the place of the shipped ones.
  private mutating func loadPhases(_ drafts: [Draft]) throws(ChipDBError) -> [String: [WorkloadPhase]] {
    let table = try table(
      "equivalence_phases",
      ["definition", "phase", "share", "compute", "bandwidth", "intensity", "source", "note"])
    let composed = Set(drafts.filter { $0.simple == nil }.map(\.id))
    let simple = Dictionary(drafts.compactMap(\.simple).map { ($0.id, $0) }) { first, _ in first }
    let own = Set(table.rows.filter(\.isOwn).compactMap { $0.text("definition") })
    var seen = SeenKeys(table)
    var phases: [String: [WorkloadPhase]] = [:]
    var bounds: [String: WorkloadPhase.Bound] = [:]
    for row in table.rows {
      checkUnique(row, ["definition", "phase"], &seen)
      let definition = row.id("definition", &problems)
      if let definition, !composed.contains(definition) {
        row.note(
          "definition", "\(definition.quotable) is no definition on roofline or mixed in equivalences.csv",
          &problems)
      }
      _ = source(row)
      let name = row.id("phase", &problems)
      let share = row.requiredPositive("share", &problems)
      guard let definition, let name, let share, let bound = bound(row, simple),
        row.isOwn || !own.contains(definition),
        phases[definition]?.contains(where: { $0.name == name }) != true
      else { continue }
      if let other = bounds[name], other != bound {
        row.note(
          "phase", "\(name.quotable) is bound otherwise in another row: give it another name", &problems)
      }
      bounds[name] = bound
      phases[definition, default: []].append(WorkloadPhase(name: name, share: share, bound: bound))
    }
    return phases
  }

  private mutating func bound(
    _ row: Row, _ simple: [String: EquivalenceDefinition]
  ) -> WorkloadPhase.Bound? {
    func definition(
      _ column: String, _ bases: [EquivalenceDefinition.Basis], _ problems: inout [DataProblem]
    ) -> EquivalenceDefinition? {
      guard let id = row.text(column) else { return nil }
      if let definition = simple[id], bases.contains(definition.basis) { return definition }
      row.note(
        column,
        "\(id.quotable) is no definition on \(bases.map(\.rawValue).joined(separator: " or ")) in equivalences.csv",
        &problems)
      return nil
    }
    let compute = definition("compute", [.denseTops], &problems)
    let isGiven = ["compute", "bandwidth", "intensity"].map { row.text($0) != nil }
    let links: [EquivalenceDefinition.Basis] = isGiven[2] ? [] : [.interconnect]
    let bandwidth = definition("bandwidth", [.memoryBandwidth] + links, &problems)
    let intensity = row.positive("intensity", &problems)
    if let intensity, !WorkloadPhase.intensities.contains(intensity) {
      row.note(
        "intensity",
        "is \(intensity): write operations a byte from \(WorkloadPhase.intensities.lowerBound) to "
          + "\(WorkloadPhase.intensities.upperBound)", &problems)
      return nil
    }
    switch isGiven {
    case [true, true, true]:
      guard let compute, let bandwidth, let intensity else { return nil }
      return .roofline(compute: compute, bandwidth: bandwidth, intensity: intensity)
    case [true, false, false]: return compute.map { .figure($0) }
    case [false, true, false]: return bandwidth.map { .figure($0) }
    default:
      row.note(
        "intensity", "goes with both compute and bandwidth; without it give one of the two", &problems)
      return nil
    }
  }

  private mutating func composed(_ draft: Draft, _ phases: [WorkloadPhase]) -> EquivalenceDefinition? {
    let isOne = draft.basis == .roofline
    if isOne ? phases.count != 1 : phases.count < 2 {
      draft.row.note(
        "basis",
        "is \(draft.basis.rawValue) with \(phases.count) phases in equivalence_phases.csv: give "
          + (isOne ? "one" : "two or more"), &problems)
      return nil
    }
    if isOne, case .figure = phases[0].bound {
      draft.row.note(
        "basis", "is roofline and its phase has no intensity: name the figure's own definition instead",
        &problems)
      return nil
    }
    let total = phases.reduce(0) { $0 + $1.share }
    if (total - 1).magnitude > WorkloadPhase.shareTolerance {
      draft.row.note("id", "has phases whose shares add up to \(Figure(total)): make it 1", &problems)
    }
    if let other = phases.first(where: { $0.reference != draft.reference }) {
      draft.row.note(
        "reference", "is not the reference chip of the figures that bound its phase \(other.name)", &problems)
    }
    return EquivalenceDefinition(
      id: draft.id, name: draft.name, phases: phases, reference: draft.reference, source: draft.source)
  }
}
