import ChipDB
import Rating
import Rulebook

/// Reads the tables and scenarios and notes everything that is wrong with them.
struct TrendDataLoader {
  let directory: String
  var problems: [DataProblem] = []
  private(set) var sourceIDs: KnownIDs?

  init(directory: String) { self.directory = directory }

  mutating func load() throws(TrendDataError) -> TrendData {
    guard FileBytes.isDirectory(directory) else {
      throw .unreadable(path: directory, reason: "no such folder; give the one that holds published.csv")
    }
    let sources = try loadSources()
    let trends = try loadPublished()
    let indices = try loadIndices(of: trends)
    let runs = try loadRuns()
    let stock = try loadStock()
    let prices = try loadPrices()
    let scenarios = try loadScenarios(sources: sources)
    guard problems.isEmpty else { throw .invalid(problems) }
    return TrendData(
      sources: sources, trends: trends, indices: indices, runs: runs, stock: stock, prices: prices,
      scenarios: scenarios)
  }

  /// Opens a table and notes what is wrong with it as a whole.
  mutating func table(_ name: String, _ columns: [String]) throws(TrendDataError) -> Table {
    do {
      let table = try Table(path: "\(directory)/\(name).csv", columns: columns)
      problems += table.problems
      return table
    } catch {
      throw .unreadable(path: "\(directory)/\(name).csv", reason: Self.reason(error))
    }
  }

  private static func reason(_ error: ChipDBError) -> String {
    switch error {
    case .missing(_, let remedy): "not there; \(remedy)"
    case .unreadable(_, let reason): reason
    default: error.description
    }
  }

  /// Reads the sources, which must be public and dated: others have to find what we found.
  private mutating func loadSources() throws(TrendDataError) -> [String: Source] {
    let table = try table("sources", Source.columns)
    sourceIDs = KnownIDs(table)
    var seen = SeenKeys(table)
    var sources: [String: Source] = [:]
    for row in table.rows {
      row.checkUnique(["id"], &seen, &problems)
      if let url = row.required("url", &problems), !url.hasPrefix("https://") {
        row.note("url", "is \(url.quotable): write a public address that starts with https://", &problems)
      }
      _ = row.required("retrieved", &problems)
      if let source = Source(row, &problems) { sources[source.id] = source }
    }
    return sources
  }

  /// Reads who vouches for a row.
  mutating func provenance(_ row: Row) -> Provenance? {
    let source = sourceIDs.flatMap { row.reference("source", to: $0, in: "sources.csv", &problems) }
    let confidence = row.requiredChoice("confidence", Confidence.self, &problems)
    if confidence == .whatIf {
      row.note("confidence", "is 'what-if': write one of secondary, verified", &problems)
    }
    guard let source, let confidence else { return nil }
    return Provenance(source: source, confidence: confidence, note: row.text("note"), place: row.place)
  }

  /// Reads the columns low, high and level, and checks their order and that of a figure between them.
  mutating func range(_ row: Row, around middle: Double? = nil) -> PublishedRange? {
    let low = row.positive("low", &problems)
    let high = row.positive("high", &problems)
    let level = row.has("level") ? row.positive("level", &problems) : nil
    if let level, !FigureRange.levels.contains(level) {
      let fault = level >= 1 ? "is not below 1" : "is too close to 0 or 1"
      row.note("level", "\(fault): write a probability such as 0.9", &problems)
    }
    guard let low, let high else {
      if row.text("low") == nil, row.text("high") != nil {
        row.note("low", "is blank beside a high: give both ends, or write the bound into the note", &problems)
      } else if row.text("high") == nil, row.text("low") != nil {
        row.note("high", "is blank beside a low: give both ends, or write the bound into the note", &problems)
      } else if level != nil, row.text("low") == nil {
        row.note("level", "stands without low and high: give both ends, or remove it", &problems)
      }
      return nil
    }
    if low > high {
      row.note("low", "is above high: exchange them", &problems)
    } else if let middle, middle < low || middle > high {
      row.note("low", "and high do not enclose the figure: check all three", &problems)
    }
    return PublishedRange(low: low, high: high, level: level)
  }
}
