import Foundation

/// A CSV table with a header, whose rows are read cell by cell; every broken cell is noted, not only the first.
struct Table {
  let file: String
  let rows: [Row]
  /// What was wrong with the file as a whole.
  private(set) var problems: [DataProblem] = []

  /// The largest table that is read whole, in bytes.
  static let largestFile = 64 << 20

  /// Reads a table whose header must have exactly these columns, in any order.
  /// - Throws: `ChipDBError.unreadable` when there is no such file or it is too large.
  init(_ path: String, columns: [String]) throws(ChipDBError) {
    let name = URL(fileURLWithPath: path).lastPathComponent
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    guard size <= Self.largestFile else {
      throw .unreadable(
        path: path, reason: "larger than \(Self.largestFile >> 20) MiB: no table is that large")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(
        path: path, reason: "no such table, or not readable: give the directory of the chip database")
    }
    self.init(data, file: name, columns: columns)
  }

  /// Reads a table from its content.
  init(_ data: some Sequence<UInt8>, file: String, columns: [String]) {
    self.file = file
    var rows: [Row] = []
    var problems: [DataProblem] = []
    var reader = CSVReader(data.makeIterator(), file: file)
    do {
      guard let header = try reader.next() else {
        self.rows = []
        self.problems = [
          DataProblem(
            file: file, line: 1, column: 1,
            message: "empty: the first line names the columns "
              + columns.joined(separator: ","))
        ]
        return
      }
      let positions = Self.positions(header, columns, file, &problems)
      while let record = try reader.next() {
        if record.fields.count != header.fields.count {
          problems.append(
            DataProblem(
              file: file, line: record.line, column: record.fields.last?.column ?? 1,
              message: "\(record.fields.count) fields where the header has \(header.fields.count): "
                + "add or remove commas, or quote a field that holds one"))
          continue
        }
        rows.append(Row(file: file, record: record, positions: positions))
      }
    } catch {
      problems.append(error.problem)
    }
    self.rows = problems.isEmpty ? rows : []
    self.problems = problems
  }

  private static func positions(
    _ header: CSVRecord, _ columns: [String], _ file: String, _ problems: inout [DataProblem]
  ) -> [String: Int] {
    var positions: [String: Int] = [:]
    for (index, field) in header.fields.enumerated() {
      let known = columns.contains(field.text)
      if known && positions[field.text] == nil {
        positions[field.text] = index
      } else {
        let nearest = Similarity.nearest(to: field.text, among: columns, limit: 1).first
        problems.append(
          DataProblem(
            file: file, line: field.line, column: field.column,
            message: known
              ? "the column '\(field.text)' stands twice: remove one"
              : "unknown column '\(field.text)'" + (nearest.map { ": did you mean '\($0)'?" } ?? "")))
      }
    }
    for column in columns where positions[column] == nil {
      problems.append(
        DataProblem(
          file: file, line: 1, column: 1, message: "the column '\(column)' is missing: add it to the header"))
    }
    return positions
  }
}
