import Rating

extension DatabaseLoader {
  /// Reads the tables of figures, whose rows belong to chips.
  mutating func loadFigures(of chips: [Chip]) throws(ChipDBError) -> [Chip] {
    let throughputTable = loadThroughputsAside()
    let dies = try loadDies(chips)
    let memory = try loadMemory()
    let links = try loadInterconnect()
    let power = try loadPower()
    let prices = try loadPrices()
    let cpus = try loadCPUs()
    let deviceIDs = try loadDeviceIDs()
    let measurements = try loadMeasurements()
    let traps = try loadTraps()
    let throughputs = try absorb(throughputTable.wait())
    return chips.map { chip in
      var chip = chip
      chip.throughputs = throughputs[chip.id] ?? []
      chip.dies = dies[chip.id] ?? []
      chip.memory = memory[chip.id] ?? []
      chip.interconnect = links[chip.id] ?? []
      chip.power = power[chip.id] ?? []
      chip.prices = prices[chip.id] ?? []
      chip.cpu = cpus[chip.id]?.first { $0.isOwn } ?? cpus[chip.id]?.first
      chip.deviceIDs = deviceIDs[chip.id] ?? []
      chip.measurements = measurements[chip.id] ?? []
      chip.traps = traps[chip.id] ?? []
      return chip
    }
  }

  /// Reads one table of figures.
  /// - Parameters:
  ///   - columns: its own columns; chip, source, grade and note are added.
  ///   - key: the columns that no two rows share.
  ///   - value: the column of which one source can say one thing.
  ///   - read: makes a figure of a row, and notes what is wrong in its own columns.
  private mutating func figures<Figure>(
    _ name: String, _ columns: [String], key: [String], value: String? = nil,
    _ read: (Row, Origin, inout [DataProblem]) -> Figure?
  ) throws(ChipDBError) -> [String: [Figure]] {
    let table = try table(name, ["chip"] + columns + ["source", "grade", "note"])
    var seen = SeenKeys(table)
    var figures: [String: [Figure]] = [:]
    for row in table.rows where problems.count < DataProblem.mostKept {
      checkUnique(row, key, &seen)
      let chip = reference(row, "chip", to: chipIDs, in: "chips.csv")
      let origin = origin(row)
      if row.isOwn, let value,
        let shipped = table.shipped(row, Set(key + ["source"]).subtracting([value]).sorted()),
        row.text(value) != shipped.text(value)
      {
        contradict(
          row, value, shipped, "the same source cannot say both; the own row is reported, the other shown")
      }
      if let figure = read(row, origin, &problems), let chip {
        figures[chip, default: []].append(figure)
      }
    }
    return figures
  }

  mutating func loadThroughputs() throws(ChipDBError) -> [String: [Chip.PublishedThroughput]] {
    try figures(
      "throughput", ["precision", "unit", "tops", "sparse_factor", "as_of"],
      key: ["chip", "precision", "unit", "source", "tops"], value: "tops"
    ) { row, origin, problems in
      let precision = row.requiredChoice("precision", Precision.self, &problems)
      let unit = row.requiredChoice("unit", ComputeUnit.self, &problems)
      let tops = row.sourced("tops", unit: "TOP/s", origin, &problems)
      let sparseFactor = row.positive("sparse_factor", &problems)
      if let sparseFactor, sparseFactor <= 1 {
        row.note("sparse_factor", "must be above 1: tops is the dense rate", &problems)
      }
      guard let precision, let unit, let tops else { return nil }
      return .init(precision: precision, unit: unit, tops: tops, sparseFactor: sparseFactor)
    }
  }

  private mutating func loadDies(_ chips: [Chip]) throws(ChipDBError) -> [String: [Die]] {
    let planar = Set(chips.filter { $0.nonPlanar == .no }.map(\.id))
    return try figures(
      "dies", ["die", "count", "area_mm2", "node_nm", "role", "non_planar"], key: ["chip", "die", "source"],
      value: "area_mm2"
    ) { row, origin, problems in
      let name = row.required("die", &problems)
      let count = row.requiredInteger("count", in: 1...1000, &problems)
      let area = row.sourced("area_mm2", unit: "mm²", origin, &problems)
      let nodeNM = row.positive("node_nm", &problems)
      let role = row.requiredChoice("role", Die.Role.self, &problems)
      let nonPlanar = row.outcome("non_planar", &problems)
      if nonPlanar == .yes, role != .memory, planar.contains(row.text("chip") ?? "") {
        row.note("non_planar", "is yes where chips.csv says no for the chip: correct one", &problems)
      }
      guard let name, let count, let area, let role else { return nil }
      return Die(name: name, count: count, areaMM2: area, nodeNM: nodeNM, role: role, nonPlanar: nonPlanar)
    }
  }

  private mutating func loadMemory() throws(ChipDBError) -> [String: [Chip.MemoryFigure]] {
    try figures(
      "memory", ["type", "quantity", "value"], key: ["chip", "type", "quantity", "source"], value: "value"
    ) {
      row, origin, problems in
      let quantity = row.requiredChoice("quantity", Chip.MemoryFigure.Quantity.self, &problems)
      let value = row.sourced("value", unit: quantity?.unit ?? "", origin, &problems)
      guard let quantity, let value else { return nil }
      return .init(type: row.text("type"), quantity: quantity, value: value)
    }
  }

  private mutating func loadInterconnect() throws(ChipDBError) -> [String: [Chip.LinkFigure]] {
    try figures(
      "interconnect", ["link", "bandwidth_gbps"], key: ["chip", "link", "source"], value: "bandwidth_gbps"
    ) {
      row, origin, problems in
      let link = row.required("link", &problems)
      let bandwidth = row.sourced("bandwidth_gbps", unit: "GB/s", origin, &problems)
      guard let link, let bandwidth else { return nil }
      return .init(link: link, bandwidthGBps: bandwidth)
    }
  }

  private mutating func loadPower() throws(ChipDBError) -> [String: [Chip.PowerFigure]] {
    try figures("power", ["watts", "kind"], key: ["chip", "kind", "source"], value: "watts") {
      row, origin, problems in
      let kind = row.requiredChoice("kind", Chip.PowerFigure.Kind.self, &problems)
      let watts = row.sourced("watts", unit: "W", origin, &problems)
      guard let kind, let watts else { return nil }
      return .init(kind: kind, watts: watts)
    }
  }

  private mutating func loadPrices() throws(ChipDBError) -> [String: [Chip.PriceFigure]] {
    try figures("price", ["usd", "kind", "as_of"], key: ["chip", "kind", "source", "as_of"], value: "usd") {
      row, origin, problems in
      let kind = row.requiredChoice("kind", Chip.PriceFigure.Kind.self, &problems)
      let usd = row.sourced("usd", unit: "USD", origin, &problems)
      guard let kind, let usd else { return nil }
      return .init(kind: kind, usd: usd)
    }
  }

  private mutating func loadCPUs() throws(ChipDBError) -> [String: [Chip.CPUFigures]] {
    let known = microarchitectureIDs
    return try figures("cpus", ["microarchitecture", "cores", "base_ghz", "boost_ghz"], key: ["chip"]) {
      row, origin, problems in
      let microarchitecture = row.required("microarchitecture", &problems)
      if let microarchitecture, !known.mayContain(microarchitecture) {
        row.note(
          "microarchitecture",
          "\(microarchitecture.quotable) is not in microarchitectures.csv: add it there first", &problems)
      }
      let cores = row.requiredInteger("cores", in: 1...100_000, &problems)
      let base = row.positive("base_ghz", &problems)
      let boost = row.positive("boost_ghz", &problems)
      if let base, let boost, boost < base {
        row.note("boost_ghz", "is below base_ghz: are the two exchanged?", &problems)
      }
      guard let microarchitecture, let cores else { return nil }
      return .init(
        microarchitecture: microarchitecture, cores: cores, baseGHz: base, boostGHz: boost,
        source: origin.source, grade: origin.grade, place: row.place, isOwn: row.isOwn)
    }
  }

  /// Reads how devices name themselves; a name that two chips have identifies neither, and must be noted as shared.
  private mutating func loadDeviceIDs() throws(ChipDBError) -> [String: [Chip.DeviceID]] {
    var owners: [[String]: (chip: String, row: Row)] = [:]
    return try figures(
      "device_ids", ["scheme", "device_id"], key: ["chip", "scheme", "device_id", "source"]
    ) {
      row, origin, problems in
      let scheme = row.requiredChoice("scheme", Chip.DeviceID.Scheme.self, &problems)
      guard let id = row.required("device_id", &problems), let scheme else { return nil }
      if scheme == .pci, !Chip.DeviceID.isPCI(id) {
        row.note("device_id", "is \(id.quotable): write vendor and device as 10de:2330", &problems)
      }
      let chip = row.text("chip") ?? ""
      if let owner = owners[[scheme.rawValue, id]], owner.chip != chip,
        row.text("note") == nil || owner.row.text("note") == nil
      {
        row.note(
          "device_id",
          "\(id.quotable) already names \(owner.chip) (\(owner.row.place)): remove one, or say in the notes of both that "
            + "they share it", &problems)
      }
      owners[[scheme.rawValue, id]] = (chip, row)
      return .init(
        scheme: scheme, id: id, source: origin.source, grade: origin.grade, note: row.text("note"),
        place: row.place)
    }
  }

  private mutating func loadMeasurements() throws(ChipDBError) -> [String: [Chip.OthersMeasurement]] {
    try figures(
      "measurements", ["precision", "unit", "tops", "quantity", "conditions", "as_of"],
      key: ["chip", "precision", "unit", "tops", "quantity", "conditions", "source"]
    ) { row, origin, problems in
      let precision = row.requiredChoice("precision", Precision.self, &problems)
      let unit = row.requiredChoice("unit", ComputeUnit.self, &problems)
      let quantity = row.requiredChoice("quantity", Chip.OthersMeasurement.Quantity.self, &problems)
      let tops = row.sourced("tops", unit: "TOP/s", origin, &problems)
      guard let precision, let unit, let quantity, let tops else { return nil }
      return .init(
        precision: precision, unit: unit, tops: tops, quantity: quantity,
        conditions: row.text("conditions") ?? "")
    }
  }

  private mutating func loadTraps() throws(ChipDBError) -> [String: [Chip.Trap]] {
    let table = try table("traps", ["chip", "quantity", "value", "kind", "source", "note"])
    var seen = SeenKeys(table)
    var traps: [String: [Chip.Trap]] = [:]
    for row in table.rows {
      checkUnique(row, ["chip", "quantity", "value", "source"], &seen)
      let chip = reference(row, "chip", to: chipIDs, in: "chips.csv")
      let quantity = row.requiredChoice("quantity", Chip.Trap.Quantity.self, &problems)
      let kind = row.requiredChoice("kind", Chip.Trap.Kind.self, &problems)
      let value = row.required("value", &problems)
      if quantity != .eccn { _ = row.positive("value", &problems) }
      let source = source(row)
      guard let chip, let quantity, let kind, let value else { continue }
      traps[chip, default: []].append(
        .init(
          quantity: quantity, value: value, kind: kind, source: source, note: row.text("note"),
          place: row.place))
    }
    return traps
  }
}

extension Row {
  /// A number above zero, which must be there, with who vouches for it.
  func sourced(
    _ column: String, unit: String, _ origin: DatabaseLoader.Origin, _ problems: inout [DataProblem]
  ) -> SourcedValue? {
    let asOf = has("as_of") ? date("as_of", &problems) : nil
    return requiredPositive(column, &problems).map {
      SourcedValue(
        value: $0, unit: unit, source: origin.source, grade: origin.grade, asOf: asOf, note: text("note"),
        place: place, isOwn: isOwn)
    }
  }
}
