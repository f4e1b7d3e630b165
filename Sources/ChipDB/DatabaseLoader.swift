import Rating

/// Reads the tables and checks every cell and every reference.
///
/// Rows with a problem are noted and their figures may be stand-ins: nothing leaves the loader once a
/// problem has been noted.
struct DatabaseLoader {
  let directory: String
  /// The directory of the user's own tables, laid over the shipped ones.
  let overlay: String?
  /// Where the user's own tables say something else than the shipped ones.
  private(set) var contradictions: [DataProblem] = []
  var problems: [DataProblem] = []
  private var tables: Set<String> = []
  private(set) var sourceIDs = KnownIDs()
  var chipIDs = KnownIDs()
  var microarchitectureIDs = KnownIDs()

  /// Who vouches for a row.
  struct Origin {
    let source: String
    let grade: Grade
  }

  /// - Parameter overlay: a directory with some of the tables, each with the columns of the shipped one.
  /// - Throws: `ChipDBError.missing` when there is no such directory.
  init(directory: String, overlay: String? = nil) throws(ChipDBError) {
    self.directory = directory
    self.overlay = overlay
    for directory in [directory, overlay].compactMap({ $0 }) where !FileBytes.isDirectory(directory) {
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
    let nodes = try loadNodes()
    let yardsticks = try loadYardsticks()
    let utilisations = try loadUtilisations()
    checkOverlay()
    guard problems.isEmpty, let yardsticks else { throw .invalid(problems) }
    return ChipDatabase(
      chips: figured, microarchitectures: microarchitectures, equivalenceDefinitions: definitions,
      sources: sources, processNodes: nodes, publishedEfficiencies: yardsticks.efficiencies,
      materialDifference: yardsticks.materialDifference, utilisations: utilisations,
      trainingLimits: yardsticks.training, spellings: spellings,
      identifications: identifications, contradictions: contradictions)
  }

  /// A loader that knows the same ids and has noted nothing, to read a table apart from this one.
  func separate() -> DatabaseLoader {
    var loader = self
    loader.problems = []
    loader.contradictions = []
    return loader
  }

  /// Adds what a separate loader has noted.
  mutating func absorb(_ other: DatabaseLoader) {
    problems += other.problems
    contradictions += other.contradictions
    tables.formUnion(other.tables)
  }

  /// Opens a table and notes what is wrong with it as a whole.
  mutating func table(_ name: String, _ columns: [String]) throws(ChipDBError) -> Table {
    var table = try Table(path: "\(directory)/\(name).csv", columns: columns)
    tables.insert("\(name).csv")
    if let overlay, FileBytes.isFile("\(overlay)/\(name).csv") {
      table.overlay(try Table(path: "\(overlay)/\(name).csv", columns: columns, isOwn: true))
    }
    problems += table.problems
    return table
  }

  /// Notes files of the user's directory that are no tables.
  private mutating func checkOverlay() {
    guard let overlay else { return }
    for name in FileBytes.names(in: overlay) where name.hasSuffix(".csv") && !tables.contains(name) {
      let nearest = Similarity.nearest(to: name, among: tables.sorted(), limit: 1).first
      problems.append(
        DataProblem(
          file: "\(overlay)/\(name)", line: 1, column: 1,
          message: "no table has this name"
            + (nearest.map { ": did you mean '\($0)'?" } ?? ": rename or remove it")))
    }
  }

  /// Says that a row of the user's own contradicts a shipped one.
  mutating func contradict(_ own: Row, _ column: String, _ shipped: Row, _ outcome: String) {
    own.note(
      column,
      "is \((own.text(column) ?? "").quotable) where \(shipped.place) has \((shipped.text(column) ?? "").quotable): \(outcome)",
      &contradictions)
  }

  /// Notes a row whose key another row has; one of the user's own may have that of a shipped one.
  mutating func checkUnique(_ row: Row, _ key: [String], _ seen: inout SeenKeys) {
    row.checkUnique(key, &seen, &problems)
  }

  /// Reads a cell that names a row of another table.
  mutating func reference(_ row: Row, _ column: String, to known: KnownIDs, in file: String) -> String? {
    row.reference(column, to: known, in: file, &problems)
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
    let table = try table("sources", Source.columns)
    sourceIDs = KnownIDs(table)
    var seen = SeenKeys(table)
    var sources: [String: Source] = [:]
    for row in table.rows {
      checkUnique(row, ["id"], &seen)
      if row.isOwn, let shipped = table.shipped(row, ["id"]) {
        for column in ["title", "publisher", "url", "date", "kind"]
        where row.text(column) != shipped.text(column) {
          contradict(row, column, shipped, "the shipped source stands; give your own another id")
        }
        continue
      }
      if let source = Source(row, &problems) { sources[source.id] = source }
    }
    return sources
  }
}

extension ChipDatabase {
  /// Loads and checks the database.
  /// - Parameters:
  ///   - directory: the directory of the tables.
  ///   - overlay: a directory of the user's own tables: their rows win over the shipped ones, and are marked.
  /// - Throws: `ChipDBError.missing` or `ChipDBError.unreadable` for a directory or a table,
  ///   `ChipDBError.invalid` with every problem of every table.
  public static func load(directory: String, overlay: String? = nil) throws(ChipDBError) -> ChipDatabase {
    var loader = try DatabaseLoader(directory: directory, overlay: overlay)
    return try loader.load()
  }
}
