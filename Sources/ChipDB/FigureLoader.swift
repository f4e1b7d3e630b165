import Rating

/// Reads the tables of figures, whose rows belong to chips.
struct FigureLoader {
  private let directory: String
  private let sourceIDs: Set<String>
  private let chipIDs: Set<String>
  private(set) var problems: [DataProblem] = []

  private var throughputs: [String: [Chip.PublishedThroughput]] = [:]
  private var dies: [String: [Die]] = [:]
  private var memory: [String: [String: [SourcedValue]]] = [:]
  private var links: [String: [String: [SourcedValue]]] = [:]
  private var power: [String: [SourcedValue]] = [:]
  private var prices: [String: [SourcedValue]] = [:]
  private var cpus: [String: Chip.CPUFigures] = [:]

  init(directory: String, sourceIDs: Set<String>, chipIDs: Set<String>) {
    self.directory = directory
    self.sourceIDs = sourceIDs
    self.chipIDs = chipIDs
  }

  /// Reads all tables of figures.
  mutating func load(microarchitectures: Set<String>) throws(ChipDBError) {
    try loadThroughputs()
    try loadDies()
    try loadMemory()
    try loadSimple()
    try loadCPUs(microarchitectures)
  }

  /// Gives a chip its figures.
  func attach(to chip: inout Chip) {
    chip.throughputs = throughputs[chip.id] ?? []
    chip.dies = dies[chip.id] ?? []
    chip.memory = memory[chip.id] ?? [:]
    chip.links = links[chip.id] ?? [:]
    chip.power = power[chip.id] ?? []
    chip.prices = prices[chip.id] ?? []
    chip.cpu = cpus[chip.id]
  }

  /// What every row of figures has: an existing chip, an existing source and a grade.
  private struct Origin {
    let chip: String
    let source: String
    let grade: Grade
  }

  private mutating func table(_ name: String, _ columns: String) throws(ChipDBError) -> [Row] {
    let table = try Table("\(directory)/\(name).csv", columns: columns.split(separator: ",").map(String.init))
    problems += table.problems
    return table.rows
  }

  private mutating func origin(_ row: Row) -> Origin? {
    guard let chip = row.required("chip", &problems), let source = row.required("source", &problems),
      let grade = row.choice("grade", Grade.self, &problems)
    else { return nil }
    if !chipIDs.contains(chip) {
      row.note("chip", "'\(chip)' is not in chips.csv: add it there first", &problems)
    }
    if !sourceIDs.contains(source) {
      row.note("source", "'\(source)' is not in sources.csv: add it there first", &problems)
    }
    return Origin(chip: chip, source: source, grade: grade)
  }

  private mutating func value(_ row: Row, _ column: String, unit: String, _ origin: Origin) -> SourcedValue? {
    row.requiredPositive(column, &problems).map {
      SourcedValue(
        value: $0, unit: unit, source: origin.source, grade: origin.grade,
        asOf: row.positions["as_of"] == nil ? nil : row.date("as_of", &problems), note: row.text("note"))
    }
  }

  private mutating func loadThroughputs() throws(ChipDBError) {
    for row in try table("throughput", "chip,precision,unit,tops,sparse_factor,source,grade,as_of,note") {
      guard let origin = origin(row), let precision = row.choice("precision", Precision.self, &problems),
        let unit = row.choice("unit", Chip.PublishedThroughput.Unit.self, &problems),
        let tops = value(row, "tops", unit: "TOP/s", origin)
      else { continue }
      throughputs[origin.chip, default: []].append(
        .init(
          precision: precision, unit: unit, tops: tops, sparseFactor: row.positive("sparse_factor", &problems)
        ))
    }
  }

  private mutating func loadDies() throws(ChipDBError) {
    for row in try table("dies", "chip,die,count,area_mm2,node_nm,role,non_planar,source,grade,note") {
      guard let origin = origin(row), let name = row.required("die", &problems),
        let count = row.requiredPositive("count", &problems),
        let area = value(row, "area_mm2", unit: "mm²", origin),
        let role = row.choice("role", Die.Role.self, &problems)
      else { continue }
      guard count == count.rounded(), count < 1000 else {
        row.note("count", "must be a whole number below 1000", &problems)
        continue
      }
      dies[origin.chip, default: []].append(
        Die(
          name: name, count: Int(count), areaMM2: area, role: role,
          nonPlanar: row.outcome("non_planar", &problems)))
    }
  }

  private mutating func loadMemory() throws(ChipDBError) {
    let units = ["capacity_gb": "GB", "bandwidth_gbps": "GB/s"]
    for row in try table("memory", "chip,type,quantity,value,source,grade,note") {
      guard let origin = origin(row), let quantity = row.required("quantity", &problems) else { continue }
      guard let unit = units[quantity] else {
        row.note("quantity", "is '\(quantity)': write capacity_gb or bandwidth_gbps", &problems)
        continue
      }
      guard let value = value(row, "value", unit: unit, origin) else { continue }
      memory[origin.chip, default: [:]][quantity, default: []].append(value)
    }
  }

  private mutating func loadSimple() throws(ChipDBError) {
    for row in try table("interconnect", "chip,link,bandwidth_gbps,source,grade,note") {
      guard let origin = origin(row), let link = row.required("link", &problems),
        let value = value(row, "bandwidth_gbps", unit: "GB/s", origin)
      else { continue }
      links[origin.chip, default: [:]][link, default: []].append(value)
    }
    for row in try table("power", "chip,watts,kind,source,grade,note") {
      guard let origin = origin(row), let value = value(row, "watts", unit: "W", origin) else { continue }
      power[origin.chip, default: []].append(value)
    }
    for row in try table("price", "chip,usd,kind,source,grade,as_of,note") {
      guard let origin = origin(row), let value = value(row, "usd", unit: "USD", origin) else { continue }
      prices[origin.chip, default: []].append(value)
    }
  }

  private mutating func loadCPUs(_ microarchitectures: Set<String>) throws(ChipDBError) {
    for row in try table("cpus", "chip,microarchitecture,cores,base_ghz,boost_ghz,source,grade,note") {
      guard let origin = origin(row), let id = row.required("microarchitecture", &problems),
        let cores = row.count("cores", &problems), cores > 0
      else { continue }
      if !microarchitectures.contains(id) {
        row.note(
          "microarchitecture", "'\(id)' is not in microarchitectures.csv: add it there first", &problems)
      }
      if cpus[origin.chip] != nil { row.note("chip", "stands twice: keep one row a processor", &problems) }
      cpus[origin.chip] = .init(
        microarchitecture: id, cores: cores, baseGHz: row.positive("base_ghz", &problems),
        boostGHz: row.positive("boost_ghz", &problems), source: origin.source, grade: origin.grade)
    }
  }
}
