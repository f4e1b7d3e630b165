import Rating

/// One row of a table, read by column name.
///
/// A cell that cannot be read adds a problem to the list it is given and yields `nil`, so that a whole
/// table is examined in one pass.
struct Row {
  let file: String
  let record: CSVRecord
  let positions: [String: Int]

  /// The cell's text without surrounding blanks; `nil` when it is blank.
  func text(_ column: String) -> String? {
    let text = field(column).text.trimmingBlanks
    return text.isEmpty ? nil : text
  }

  /// The cell's text, which must not be blank.
  func required(_ column: String, _ problems: inout [DataProblem]) -> String? {
    let text = text(column)
    if text == nil { note(column, "is blank: every row needs one", &problems) }
    return text
  }

  /// A number above zero; blank is `nil` without a problem.
  func positive(_ column: String, _ problems: inout [DataProblem]) -> Double? {
    parse(column, "a finite number above 0, such as 989.4", &problems) { text in
      Double(text).flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }
  }

  /// A number above zero that must be there.
  func requiredPositive(_ column: String, _ problems: inout [DataProblem]) -> Double? {
    required(column, &problems) == nil ? nil : positive(column, &problems)
  }

  /// A whole number from 0; blank is `nil` without a problem.
  func count(_ column: String, _ problems: inout [DataProblem]) -> Int? {
    parse(column, "a whole number from 0", &problems) { text in Int(text).flatMap { $0 >= 0 ? $0 : nil } }
  }

  /// A date; blank is `nil` without a problem.
  func date(_ column: String, _ problems: inout [DataProblem]) -> CalendarDate? {
    parse(column, "a date of the form YYYY-MM-DD", &problems) { CalendarDate($0) }
  }

  /// yes, no, or blank for unknown.
  func outcome(_ column: String, _ problems: inout [DataProblem]) -> Outcome {
    parse(column, "yes, no, or blank for unknown", &problems) { text in
      ["yes": Outcome.yes, "no": .no][text]
    } ?? .unknown
  }

  /// One of an enumeration's raw values, which must be there.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ column: String, _: Choice.Type, _ problems: inout [DataProblem]
  ) -> Choice? {
    guard required(column, &problems) != nil else { return nil }
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return parse(column, "one of \(choices)", &problems) { Choice(rawValue: $0) }
  }

  /// Adds a problem that points at a cell.
  func note(_ column: String, _ message: String, _ problems: inout [DataProblem]) {
    let field = field(column)
    problems.append(
      DataProblem(file: file, line: field.line, column: field.column, message: "\(column) \(message)"))
  }

  private func parse<Value>(
    _ column: String, _ expected: String, _ problems: inout [DataProblem], _ read: (String) -> Value?
  ) -> Value? {
    guard let text = text(column) else { return nil }
    let value = read(text)
    if value == nil { note(column, "is '\(text.prefix(60))': write \(expected)", &problems) }
    return value
  }

  private func field(_ column: String) -> CSVRecord.Field {
    guard let position = positions[column] else {
      preconditionFailure("the column \(column) was not declared for \(file)")
    }
    return record.fields[position]
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
