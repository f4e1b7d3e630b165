import ChipDB
import Rating
import Rulebook

/// A CSV file with a header, its lines taken apart and its fields found by name.
///
/// The columns may stand in any order; each must be there once, exactly as written. Further ones are ignored and named.
struct LedgerTable<Column: RawRepresentable & CaseIterable & Hashable> where Column.RawValue == String {
  let stream: LineStream
  /// Columns that nothing reads.
  let ignored: [String]
  private var line = CSVLine()
  private let width: Int
  /// By the position of the column among `allCases`.
  private let positions: [Int]
  private let order: [Column: Int]

  /// - Throws: `ReportFileError` with the place of a header that is not right.
  init(path: String) throws(ReportFileError) {
    stream = try LineStream(path: path)
    let names = Column.allCases.map(\.rawValue)
    let expected = names.joined(separator: ",")
    guard let header = try stream.next() else {
      throw ReportFileError("\(stream.name): empty; write the header \(expected) and a line for each entry")
    }
    if let problem = line.split(header) {
      throw ReportFileError("\(stream.name):1:\(line.column(at: problem.offset)): \(problem.message)")
    }
    let line = line
    let found = (0..<line.count).map { index in
      line.withField(index) { String(decoding: $0.trimmed, as: UTF8.self) }
    }
    for (index, name) in found.enumerated() where found[..<index].contains(name) {
      throw ReportFileError(
        "\(stream.name):1:\(line.column(of: index)): the column '\(name)' stands twice; keep one")
    }
    if let missing = names.first(where: { !found.contains($0) }) {
      throw ReportFileError(
        "\(stream.name):1:1: the column '\(missing)' is missing; the header is \(expected), in any order")
    }
    ignored = found.filter { !names.contains($0) }
    width = found.count
    positions = names.compactMap { found.firstIndex(of: $0) }
    order = Dictionary(uniqueKeysWithValues: Column.allCases.enumerated().map { ($1, $0) })
  }

  /// The number of the last line.
  var number: Int { stream.line }

  /// Goes to the next line that is not blank.
  /// - Returns: whether there is one.
  /// - Throws: `ReportFileError` where the input breaks off.
  mutating func next(_ problem: inout DataProblem?) throws(ReportFileError) -> Bool {
    problem = nil
    while let bytes = try stream.next() {
      if stream.isCut {
        problem = self.problem(1, "a line longer than 1 MiB: does a line end lack?")
        return true
      }
      if bytes.isEmpty { continue }
      if let broken = line.split(bytes) {
        problem = self.problem(line.column(at: broken.offset), broken.message)
      } else if line.count != width {
        problem = self.problem(
          line.column(of: min(width, line.count - 1)),
          "\(line.count) fields under \(width) columns: \(line.count < width ? "add the missing commas" : "enclose a field with commas in quotes")"
        )
      }
      return true
    }
    return false
  }

  /// The content of a field without blanks at its ends.
  func withField<Result>(_ position: Int, _ body: (CSVLine.Bytes) -> Result) -> Result {
    line.withField(positions[position]) { body($0.trimmed) }
  }

  /// A problem of a field of the last line.
  func problem(_ column: Column, _ message: String) -> DataProblem {
    problem(self.column(of: column), "\(column.rawValue): \(message)")
  }

  /// Where a field of the last line begins, from 1, in characters.
  func column(of column: Column) -> Int { line.column(of: positions[order[column] ?? 0]) }

  private func problem(_ column: Int, _ message: String) -> DataProblem {
    DataProblem(file: stream.name, line: stream.line, column: column, message: message)
  }
}
