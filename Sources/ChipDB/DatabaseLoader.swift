import Rating

/// Reads the tables, checks every cell and every reference, and puts the database together.
struct DatabaseLoader {
  private let directory: String
  private var problems: [DataProblem] = []
  private var sourceIDs: Set<String> = []

  init(directory: String) { self.directory = directory }

  /// - Throws: `ChipDBError.unreadable` for a table that is not there, `ChipDBError.invalid` with every
  ///   problem found in all tables.
  mutating func load() throws(ChipDBError) -> ChipDatabase {
    let sources = try self.sources()
    sourceIDs = Set(sources.map(\.id))
    var chips = try self.chips()
    let microarchitectures = try self.microarchitectures()
    var figures = FigureLoader(directory: directory, sourceIDs: sourceIDs, chipIDs: Set(chips.map(\.id)))
    try figures.load(microarchitectures: Set(microarchitectures.map(\.id)))
    for index in chips.indices { figures.attach(to: &chips[index]) }
    problems += figures.problems
    let identifications = try self.identifications(Set(microarchitectures.map(\.id)))
    let definitions = try equivalences()
    let yardsticks = try self.yardsticks()
    if !problems.isEmpty { throw .invalid(problems) }
    return ChipDatabase(
      chips: chips, microarchitectures: microarchitectures, equivalenceDefinitions: definitions,
      sources: Dictionary(sources.map { ($0.id, $0) }) { first, _ in first }, yardsticks: yardsticks,
      identifications: identifications)
  }

  private mutating func table(_ name: String, _ columns: String) throws(ChipDBError) -> [Row] {
    let table = try Table("\(directory)/\(name).csv", columns: columns.split(separator: ",").map(String.init))
    problems += table.problems
    return table.rows
  }

  /// Notes an id that stands twice.
  private mutating func unique(_ row: Row, _ column: String, _ key: String, _ seen: inout [String: String]) {
    if let first = seen[key] {
      row.note(column, "'\(row.text(column) ?? key)' already stands for \(first): remove one", &problems)
    }
    seen[key] = row.text("id") ?? key
  }

  private mutating func checkSource(_ row: Row) {
    guard let source = row.required("source", &problems) else { return }
    if !sourceIDs.contains(source) {
      row.note("source", "'\(source)' is not in sources.csv: add it there first", &problems)
    }
  }

  private mutating func sources() throws(ChipDBError) -> [Source] {
    var seen: [String: String] = [:]
    return try table("sources", "id,title,publisher,url,date,kind,retrieved,licence,note").compactMap { row in
      guard let id = row.required("id", &problems), let title = row.required("title", &problems),
        let publisher = row.required("publisher", &problems), let kind = row.required("kind", &problems)
      else { return nil }
      unique(row, "id", id, &seen)
      return Source(
        id: id, title: title, publisher: publisher, url: row.text("url"), date: row.text("date"), kind: kind,
        retrieved: row.date("retrieved", &problems), licence: row.text("licence"), note: row.text("note"))
    }
  }

  private mutating func chips() throws(ChipDBError) -> [Chip] {
    var ids: [String: String] = [:]
    var spellings: [String: String] = [:]
    let columns =
      "id,name,aliases,vendor,country,kind,form_factor,released,status,data_centre,node_nm,non_planar,source,note"
    return try table("chips", columns).compactMap { row in
      checkSource(row)
      guard let id = row.required("id", &problems), let name = row.required("name", &problems),
        let vendor = row.required("vendor", &problems), let country = country(row),
        let kind = row.choice("kind", Chip.Kind.self, &problems)
      else { return nil }
      unique(row, "id", id, &ids)
      let aliases = (row.text("aliases") ?? "").split(separator: ";").map(String.init)
      for spelling in Set(([id, name] + aliases).map(Similarity.normalized)) {
        if let owner = spellings[spelling] {
          row.note("aliases", "'\(spelling)' already names \(owner): a name belongs to one chip", &problems)
        }
        spellings[spelling] = id
      }
      return Chip(
        id: id, name: name, aliases: aliases, vendor: vendor, country: country, kind: kind,
        formFactor: row.text("form_factor"), released: row.date("released", &problems),
        status: row.text("status"),
        dataCentre: row.outcome("data_centre", &problems), nodeNM: row.positive("node_nm", &problems),
        nonPlanar: row.outcome("non_planar", &problems), source: row.text("source") ?? "",
        note: row.text("note"))
    }
  }

  private mutating func country(_ row: Row) -> String? {
    guard let code = row.required("country", &problems) else { return nil }
    let isCode = code.utf8.count == 2 && code.utf8.allSatisfy { (65...90).contains($0) }
    if !isCode { row.note("country", "is '\(code)': write ISO 3166 alpha-2, such as CN", &problems) }
    return isCode ? code : nil
  }

  private mutating func microarchitectures() throws(ChipDBError) -> [Microarchitecture] {
    var seen: [String: String] = [:]
    var list: [Microarchitecture] = try table(
      "microarchitectures", "id,name,vendor,isa,example,source,grade,note"
    )
    .compactMap { row in
      checkSource(row)
      guard let id = row.required("id", &problems), let name = row.required("name", &problems),
        let vendor = row.required("vendor", &problems), let isa = row.required("isa", &problems)
      else { return nil }
      unique(row, "id", id, &seen)
      return Microarchitecture(
        id: id, name: name, vendor: vendor, instructionSet: isa, example: row.text("example"))
    }
    let columns = "microarchitecture,precision,unit,instruction,ops_per_cycle_per_core,source,grade,note"
    for row in try table("ops_per_cycle", columns) {
      checkSource(row)
      guard let id = row.required("microarchitecture", &problems),
        let precision = row.choice("precision", Precision.self, &problems),
        let unit = row.choice("unit", Chip.PublishedThroughput.Unit.self, &problems),
        let perCore = row.requiredPositive("ops_per_cycle_per_core", &problems),
        let grade = row.choice("grade", Grade.self, &problems)
      else { continue }
      guard let index = list.firstIndex(where: { $0.id == id }) else {
        row.note(
          "microarchitecture", "'\(id)' is not in microarchitectures.csv: add it there first", &problems)
        continue
      }
      list[index].operations.append(
        .init(
          precision: precision, unit: unit, instruction: row.text("instruction"), perCore: perCore,
          source: row.text("source") ?? "", grade: grade))
    }
    return list
  }

  private mutating func identifications(_ known: Set<String>) throws(ChipDBError) -> [Identification] {
    let columns =
      "vendor,family,model_low,model_high,stepping_low,stepping_high,microarchitecture,codename,source,grade,note"
    return try table("cpuids", columns).compactMap { row in
      checkSource(row)
      guard let vendor = row.required("vendor", &problems), let low = row.count("model_low", &problems),
        let high = row.count("model_high", &problems), let id = row.required("microarchitecture", &problems),
        let grade = row.choice("grade", Grade.self, &problems)
      else { return nil }
      if !known.contains(id) {
        row.note(
          "microarchitecture", "'\(id)' is not in microarchitectures.csv: add it there first", &problems)
      }
      let steppings = (row.count("stepping_low", &problems), row.count("stepping_high", &problems))
      guard low <= high, steppings.0 ?? 0 <= steppings.1 ?? .max else {
        row.note("model_low", "or stepping_low is above its upper end: swap them", &problems)
        return nil
      }
      return Identification(
        vendor: vendor, family: row.count("family", &problems), models: low...high,
        steppings: steppings.0.map { $0...(steppings.1 ?? $0) }, microarchitecture: id,
        codename: row.text("codename"), source: row.text("source") ?? "", grade: grade)
    }
  }

  private mutating func equivalences() throws(ChipDBError) -> [EquivalenceDefinition] {
    var seen: [String: String] = [:]
    return try table("equivalences", "id,name,basis,precisions,constant,unit,reference,source,note")
      .compactMap { row in
        checkSource(row)
        guard let id = row.required("id", &problems), let name = row.required("name", &problems),
          let basis = row.choice("basis", EquivalenceDefinition.Basis.self, &problems),
          let constant = row.requiredPositive("constant", &problems),
          let unit = row.required("unit", &problems),
          let reference = row.required("reference", &problems)
        else { return nil }
        unique(row, "id", id, &seen)
        let names = (row.text("precisions") ?? "").split(separator: ";").map(String.init)
        let precisions = names.compactMap { Precision(rawValue: $0) }
        if precisions.count != names.count || (basis == .denseTops) == names.isEmpty {
          row.note("precisions", "must name precisions for dense-tops, and be blank otherwise", &problems)
        }
        return EquivalenceDefinition(
          id: id, name: name, basis: basis, precisions: precisions, constant: constant, unit: unit,
          reference: reference, source: row.text("source") ?? "")
      }
  }

  private static let requiredYardsticks = [
    "gemm-efficiency-lowest", "gemm-efficiency-highest", "material-difference",
  ]

  private mutating func yardsticks() throws(ChipDBError) -> [String: Double] {
    var values: [String: Double] = [:]
    var seen: [String: String] = [:]
    for row in try table("yardsticks", "id,value,unit,source,note") {
      checkSource(row)
      guard let id = row.required("id", &problems), let value = row.requiredPositive("value", &problems)
      else {
        continue
      }
      unique(row, "id", id, &seen)
      values[id] = value
    }
    for id in Self.requiredYardsticks where values[id] == nil {
      problems.append(
        DataProblem(file: "yardsticks.csv", line: 1, column: 1, message: "the row '\(id)' is missing: add it")
      )
    }
    return values
  }
}

extension ChipDatabase {
  /// Loads and checks the database.
  /// - Parameter directory: the directory of the tables.
  /// - Throws: `ChipDBError`, with every problem of every table.
  public static func load(directory: String) throws(ChipDBError) -> ChipDatabase {
    var loader = DatabaseLoader(directory: directory)
    return try loader.load()
  }
}
