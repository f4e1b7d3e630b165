/// A CSV table with a header, whose rows are read cell by cell.
package struct Table {
  /// The rows that have as many fields as the header; none where a column is missing.
  package private(set) var rows: [Row] = []
  /// How many rows stand before those of the user's own; `nil` where none were added.
  private var shippedCount: Int?
  /// What was wrong with the file, its header and its rows as such.
  package private(set) var problems: [DataProblem] = []

  /// The longest table that is read, in bytes.
  static let longestFile = 64 << 20
  /// The most rows and the most problems of one table that are kept: what is beyond either is no table of this kind, and
  /// would take many times the memory of the file.
  static let mostRows = 100_000
  static let mostProblems = 1000

  /// Reads a file whose header must have exactly these columns, in any order.
  /// - Throws: `ChipDBError.missing`, and `ChipDBError.unreadable` for a file above 64 MiB too.
  package init(path: String, columns: [String], isOwn: Bool = false) throws(ChipDBError) {
    let bytes = try FileBytes(path: path, limit: Self.longestFile)
    self.init(bytes, file: path, columns: columns, isOwn: isOwn)
    if let failure = bytes.failure { throw failure }
  }

  /// Reads a table from a stream.
  package init(_ bytes: some IteratorProtocol<UInt8>, file: String, columns: [String], isOwn: Bool = false) {
    var reader = CSVReader(bytes, file: file)
    do {
      guard let header = try reader.next() else {
        let message = "empty: the first line names the columns \(columns.joined(separator: ","))"
        problems = [DataProblem(file: file, line: 1, column: 1, message: message)]
        return
      }
      let positions = readHeader(header, columns, file)
      let name = file.lastIndex(of: "/").map { String(file[file.index(after: $0)...]) } ?? file
      let shownFile = isOwn ? file : name
      let isComplete = positions.count == columns.count
      while let record = try reader.next() {
        if rows.count == Self.mostRows || problems.count >= Self.mostProblems {
          problems.append(
            DataProblem(
              file: file, line: record.line, column: 1,
              message:
                "more than \(Self.mostRows) rows or \(Self.mostProblems) broken ones: the rest was not read"))
          return
        }
        if record.fields.count != header.fields.count {
          problems.append(Self.wrongLength(record, header.fields.count, file))
        } else if isComplete {
          rows.append(
            Row(file: file, shownFile: shownFile, record: record, positions: positions, isOwn: isOwn))
        }
      }
    } catch {
      problems.append(error)
    }
  }

  /// Adds the rows of a table of the user's own.
  mutating func overlay(_ own: Table) {
    shippedCount = shippedCount ?? rows.count
    rows += own.rows
    problems += own.problems
  }

  /// The shipped row with the same cells as one of the user's own in some columns.
  func shipped(_ own: Row, _ columns: [String]) -> Row? {
    // Own rows stand behind: each would look through all of them.
    rows.prefix(shippedCount ?? rows.count).first { row in
      !row.isOwn && columns.allSatisfy { row.text($0) == own.text($0) }
    }
  }

  private static func wrongLength(_ record: CSVRecord, _ expected: Int, _ file: String) -> DataProblem {
    let count = record.fields.count
    let place = record.fields[min(expected, count - 1)]
    return DataProblem(
      file: file, line: place.line, column: place.column,
      message: "\(count) field\(count == 1 ? "" : "s") where the header has \(expected): "
        + (count < expected ? "add the missing commas" : "remove commas, or quote a field that holds one"))
  }

  /// Notes unknown, repeated and missing columns.
  /// - Returns: where each known column stands.
  private mutating func readHeader(_ header: CSVRecord, _ columns: [String], _ file: String)
    -> ColumnPositions
  {
    var positions = ColumnPositions()
    for (index, field) in header.fields.enumerated() {
      var message: String?
      if !columns.contains(field.text) {
        let nearest = Similarity.nearest(to: field.text, among: columns, limit: 1).first
        message =
          "unknown column \(field.text.quotable)"
          + (nearest.map { ": did you mean '\($0)'?" } ?? ": remove it")
      } else if !positions.insert(field.text, at: index) {
        message = "the column '\(field.text)' stands twice: remove one"
      }
      if let message {
        problems.append(DataProblem(file: file, line: field.line, column: field.column, message: message))
      }
    }
    for column in columns where positions[column] == nil {
      let message = "the column '\(column)' is missing: add it to the header"
      problems.append(DataProblem(file: file, line: header.line, column: 1, message: message))
    }
    return positions
  }
}
