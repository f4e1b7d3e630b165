import Rating

/// Reads the tables and checks every cell and every reference.
///
/// Rows with a problem are noted and their figures may be stand-ins: nothing leaves the loader once a
/// problem has been noted.
struct DatabaseLoader {
  let directory: String
  var problems: [DataProblem] = []
  private(set) var sourceIDs = KnownIDs()
  var chipIDs = KnownIDs()
  var microarchitectureIDs = KnownIDs()

  /// The ids that rows of other tables may name.
  struct KnownIDs {
    private var ids: Set<String> = []
    private var isComplete = false

    init() {}

    /// The ids of a table. Where rows could not be read, any id may be one of theirs.
    init(_ table: Table) {
      ids = Set(table.rows.compactMap { $0.text("id") })
      isComplete = table.problems.isEmpty
    }

    func mayContain(_ id: String) -> Bool { !isComplete || ids.contains(id) }
  }

  /// Who vouches for a row.
  struct Origin {
    let source: String
    let grade: Grade
  }

  /// - Throws: `ChipDBError.missing` when there is no such directory.
  init(directory: String) throws(ChipDBError) {
    self.directory = directory
    if !FileBytes.isDirectory(directory) {
      throw .missing(
        path: directory, remedy: "give the directory that holds chips.csv and the other tables")
    }
  }

  /// Loads everything.
  /// - Throws: `ChipDBError.missing` or `ChipDBError.unreadable` for a table, `ChipDBError.invalid` with
  ///   every problem of every table.
  mutating func load() throws(ChipDBError) -> ChipDatabase {
    let sources = try loadSources()
    let (chips, spellings) = try loadChips()
    let microarchitectures = try loadMicroarchitectures()
    let figured = try loadFigures(of: chips)
    let identifications = try loadIdentifications()
    let definitions = try loadEquivalences { spellings[Similarity.key($0)].map { chips[$0].id } }
    let yardsticks = try loadYardsticks()
    guard problems.isEmpty, let yardsticks else { throw .invalid(problems) }
    return ChipDatabase(
      chips: figured, microarchitectures: microarchitectures, equivalenceDefinitions: definitions,
      sources: sources, publishedEfficiencies: yardsticks.efficiencies,
      materialDifference: yardsticks.materialDifference, spellings: spellings,
      identifications: identifications)
  }

  /// Opens a table and notes what is wrong with it as a whole.
  mutating func table(_ name: String, _ columns: [String]) throws(ChipDBError) -> Table {
    let table = try Table(path: "\(directory)/\(name).csv", columns: columns)
    problems += table.problems
    return table
  }

  /// Notes a row whose key another row has.
  mutating func checkUnique(_ row: Row, _ key: [String], _ seen: inout [[String]: Int]) {
    let values = key.map { row.text($0) ?? "" }
    if let first = seen.updateValue(row.line, forKey: values), let column = key.first {
      seen[values] = first
      row.note(
        column, "\(values.joined(separator: " ").quotable) already stands in line \(first): remove one",
        &problems)
    }
  }

  /// Reads a cell that names a row of another table.
  mutating func reference(_ row: Row, _ column: String, to known: KnownIDs, in file: String) -> String? {
    let id = row.required(column, &problems)
    if let id, !known.mayContain(id) {
      row.note(column, "\(id.quotable) is not in \(file): add it there first", &problems)
    }
    return id
  }

  /// Reads the source that every row has.
  mutating func source(_ row: Row) -> String {
    reference(row, "source", to: sourceIDs, in: "sources.csv") ?? ""
  }

  /// Reads the source and the grade that every row of figures has.
  mutating func origin(_ row: Row) -> Origin {
    let grade = row.requiredChoice("grade", Grade.self, &problems)
    return Origin(source: source(row), grade: grade ?? .unverified)
  }

  private mutating func loadSources() throws(ChipDBError) -> [String: Source] {
    let table = try table(
      "sources", ["id", "title", "publisher", "url", "date", "kind", "retrieved", "licence", "note"])
    sourceIDs = KnownIDs(table)
    var seen: [[String]: Int] = [:]
    var sources: [String: Source] = [:]
    for row in table.rows {
      checkUnique(row, ["id"], &seen)
      let id = row.id("id", &problems)
      let title = row.required("title", &problems)
      let publisher = row.required("publisher", &problems)
      let kind = row.requiredChoice("kind", Source.Kind.self, &problems)
      let date = row.date("date", &problems)
      let retrieved = row.date("retrieved", &problems)
      guard let id, let title, let publisher, let kind else { continue }
      sources[id] = Source(
        id: id, title: title, publisher: publisher, url: row.text("url"), date: date, kind: kind,
        retrieved: retrieved, licence: row.text("licence"), note: row.text("note"))
    }
    return sources
  }
}

extension ChipDatabase {
  /// Loads and checks the database.
  /// - Parameter directory: the directory of the tables.
  /// - Throws: `ChipDBError.missing` or `ChipDBError.unreadable` for a directory or a table,
  ///   `ChipDBError.invalid` with every problem of every table.
  public static func load(directory: String) throws(ChipDBError) -> ChipDatabase {
    var loader = try DatabaseLoader(directory: directory)
    return try loader.load()
  }
}
