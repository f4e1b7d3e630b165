import Rating

/// One row of a table, read by column name.
///
/// A cell that cannot be read adds a problem to the list it is given and yields `nil`, so that a whole
/// table is examined in one pass.
package struct Row {
  let file: String
  /// The file as a place names it: without the directory where it is a shipped one.
  let shownFile: String
  let record: CSVRecord
  let positions: ColumnPositions
  /// Whether the table is one of the user's own, laid over the shipped one.
  package let isOwn: Bool

  package var line: Int { record.line }

  package var place: DataPlace { DataPlace(file: shownFile, line: line) }

  package func has(_ column: String) -> Bool { positions[column] != nil }

  /// The cell's text without surrounding blanks; `nil` when it is blank.
  package func text(_ column: String) -> String? {
    let text = field(column).text
    if text.isEmpty { return nil }
    let hasBlankEnds = text.utf8.withContiguousStorageIfAvailable { bytes in
      Self.isBlank(bytes[0]) || Self.isBlank(bytes[bytes.count - 1])
    }
    if hasBlankEnds == false { return text }
    let trimmed = text.trimmingBlanks
    return trimmed.isEmpty ? nil : trimmed
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// The cell's text, which must not be blank.
  package func required(_ column: String, _ problems: inout [DataProblem]) -> String? {
    let text = text(column)
    if text == nil { note(column, "is blank: every row needs one", &problems) }
    return text
  }

  /// An id, which must be there: lower-case letters, digits and single hyphens between them.
  package func id(_ column: String, _ problems: inout [DataProblem]) -> String? {
    guard required(column, &problems) != nil else { return nil }
    return parse(
      column, "lower-case letters and digits, with hyphens between them, such as h100-sxm", &problems
    ) {
      text in
      let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      let isID = parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
      }
      return isID ? text : nil
    }
  }

  /// A number above zero and not absurd (`FigureRange`); blank is `nil` without a problem.
  package func positive(_ column: String, _ problems: inout [DataProblem]) -> Double? {
    let form = "a finite number above 0, such as 989.4, without a unit or separators of thousands"
    return parse(column, form, &problems) { text in
      let isDecimal = text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
      return isDecimal ? Double(text).flatMap { FigureRange.contains($0) ? $0 : nil } : nil
    }
  }

  /// A number above zero that must be there.
  package func requiredPositive(_ column: String, _ problems: inout [DataProblem]) -> Double? {
    required(column, &problems) == nil ? nil : positive(column, &problems)
  }

  /// A whole number within a range; blank is `nil` without a problem.
  package func integer(_ column: String, in range: ClosedRange<Int>, _ problems: inout [DataProblem]) -> Int?
  {
    parse(column, "a whole number from \(range.lowerBound) to \(range.upperBound)", &problems) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A whole number within a range, which must be there.
  package func requiredInteger(_ column: String, in range: ClosedRange<Int>, _ problems: inout [DataProblem])
    -> Int?
  {
    required(column, &problems) == nil ? nil : integer(column, in: range, &problems)
  }

  /// A date; blank is `nil` without a problem.
  package func date(_ column: String, _ problems: inout [DataProblem]) -> CalendarDate? {
    parse(column, "a date of the form YYYY-MM-DD", &problems) { CalendarDate($0) }
  }

  /// yes, no, or blank for unknown.
  func outcome(_ column: String, _ problems: inout [DataProblem]) -> Outcome {
    parse(column, "yes, no, or blank for unknown", &problems) { text in
      ["yes": Outcome.yes, "no": .no][text]
    } ?? .unknown
  }

  /// One of an enumeration's raw values; blank is `nil` without a problem.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ column: String, _: Choice.Type, _ problems: inout [DataProblem]
  ) -> Choice? {
    parse(column, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))", &problems) {
      Choice(rawValue: $0)
    }
  }

  /// One of an enumeration's raw values, which must be there.
  package func requiredChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ column: String, _ type: Choice.Type, _ problems: inout [DataProblem]
  ) -> Choice? {
    required(column, &problems) == nil ? nil : choice(column, type, &problems)
  }

  /// Adds a problem that points at a cell.
  package func note(_ column: String, _ message: String, _ problems: inout [DataProblem]) {
    guard problems.count < DataProblem.mostKept else { return }
    let field = field(column)
    problems.append(
      DataProblem(file: file, line: field.line, column: field.column, message: "\(column) \(message)"))
  }

  /// Notes a row whose key another row has; one of the user's own may have that of a shipped one.
  package func checkUnique(_ key: [String], _ seen: inout SeenKeys, _ problems: inout [DataProblem]) {
    if let first = seen.line(like: self, key), let column = key.first {
      let named = key.compactMap { text($0) }
      note(
        column, "\(named.joined(separator: " ").quotable) already stands in line \(first): remove one",
        &problems)
    }
  }

  /// Reads a cell that names a row of another table.
  package func reference(
    _ column: String, to known: KnownIDs, in file: String, _ problems: inout [DataProblem]
  ) -> String? {
    let id = required(column, &problems)
    if let id, !known.mayContain(id) {
      note(column, "\(id.quotable) is not in \(file): add it there first", &problems)
    }
    return id
  }

  private func parse<Value>(
    _ column: String, _ expected: @autoclosure () -> String, _ problems: inout [DataProblem],
    _ read: (String) -> Value?
  ) -> Value? {
    guard let text = text(column) else { return nil }
    let value = read(text)
    if value == nil { note(column, "is \(text.quotable): write \(expected())", &problems) }
    return value
  }

  private func field(_ column: String) -> CSVRecord.Field {
    guard let position = positions[column] else {
      preconditionFailure("the column \(column) was not declared for \(file)")
    }
    return record.fields[position]
  }
}

extension StringProtocol {
  /// The text without blanks and tabs around it.
  var trimmingBlanks: String {
    let scalars = unicodeScalars
    let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first..<scalars.index(after: last)])
  }
}
