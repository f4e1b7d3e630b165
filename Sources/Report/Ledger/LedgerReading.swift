import ChipDB
import Rating
import Rulebook

/// A ledger that was read from its files, with what was left out.
public struct LedgerReading {
  /// What is read, and how.
  public struct Question {
    /// A file, or "-" for standard input; `nil` for a ledger without lines.
    public let path: String?
    public let owned: String?
    public let attrited: String?
    public let standing: Standing
    public let agreements: Set<CountryCode>
    /// The day on which what is left is told.
    public let date: CalendarDate
    /// Whether the first problem ends it.
    public let isStrict: Bool
    public let tf32Reading: TF32Reading

    public init(
      path: String?, owned: String?, attrited: String?, standing: Standing, agreements: Set<CountryCode>,
      date: CalendarDate, isStrict: Bool, tf32Reading: TF32Reading
    ) {
      self.path = path
      self.owned = owned
      self.attrited = attrited
      self.standing = standing
      self.agreements = agreements
      self.date = date
      self.isStrict = isStrict
      self.tf32Reading = tf32Reading
    }
  }

  /// How many problems are kept with their words.
  public static let problemsKept = 20

  public let question: Question
  public private(set) var ledger: Ledger
  public private(set) var names: LedgerNames
  public private(set) var lines = 0
  /// The first ones, those of the other files before those of the ledger.
  public private(set) var problems: [DataProblem] = []
  /// All of them: the lines that were left out.
  public private(set) var problemCount = 0
  /// Whether the file was out of order and its lines were sorted by date.
  public private(set) var isSorted = false
  /// Columns that nothing reads.
  public private(set) var ignoredColumns: [String] = []

  /// The rules that it is held against.
  public var rulebook: Rulebook { ledger.rules.rulebook }

  /// Reads a ledger and adds it up.
  ///
  /// Lines in the order of their dates stream. A file out of order is read once more and sorted, which takes 40 bytes a
  /// line; a pipe cannot be read again.
  /// - Throws: `ReportFileError` where a file cannot be read, and for any problem of what families own or have lost; with
  ///   `isStrict` also for the first problem of the ledger.
  public init(
    _ question: Question, rules: LedgerRules, database: ChipDatabase
  ) throws(ReportFileError) {
    self.question = question
    names = LedgerNames(
      database: database, rulebook: rules.rulebook, tf32Reading: question.tf32Reading)
    ledger = Ledger(rules: rules, standing: question.standing, chips: [])
    var changes: [StockChange] = []
    for (path, kind) in [(question.owned, StockChange.Kind.owned), (question.attrited, .attrited)] {
      guard let path else { continue }
      let read = try StockReader(kind: kind).changes(path: path, &names)
      changes += read.changes
      guard read.problems.isEmpty else { throw Self.error(read.problems, kind) }
    }
    let empty = Ledger(
      rules: rules, standing: question.standing, chips: names.subjects, agreements: question.agreements,
      changes: changes, knowsHoldings: question.owned != nil)
    ledger = empty
    if let path = question.path {
      let (before, count) = (problems, problemCount)
      if try !stream(path) {
        (problems, problemCount, lines, isSorted) = (before, count, 0, true)
        ledger = empty
        try readSorted(path)
      }
    }
    ledger.finish(on: LedgerDay(question.date))
    for (change, refusal) in ledger.refusedChanges { try note(problem(of: change, refusal)) }
  }

  /// Adds lines as they come.
  /// - Returns: whether they came in the order of their dates.
  private mutating func stream(_ path: String) throws(ReportFileError) -> Bool {
    var reader = try ShipmentReader(path: path)
    ignoredColumns = reader.table.ignored
    while let line = try reader.next(&names) {
      lines += 1
      switch line {
      case .problem(let problem): try note(problem)
      case .shipment(let shipment):
        do {
          try ledger.add(shipment)
        } catch .outOfOrder {
          guard reader.table.stream.canRepeat else {
            let problem = reader.problem(
              .date,
              "\(shipment.day.date) comes after a later day: sort what is piped by date, or give a file, which is sorted for you"
            )
            throw ReportFileError(problem.description)
          }
          return false
        } catch {
          try note(reader.problem(.quantity, Self.message(error)))
        }
      }
    }
    return true
  }

  private mutating func readSorted(_ path: String) throws(ReportFileError) {
    var reader = try ShipmentReader(path: path)
    var shipments: [Shipment] = []
    while let line = try reader.next(&names) {
      lines += 1
      switch line {
      case .problem(let problem): try note(problem)
      case .shipment(var shipment):
        shipment.column = UInt16(exactly: reader.table.column(of: .quantity))
        shipments.append(shipment)
      }
    }
    shipments.sort { ($0.day, $0.line) < ($1.day, $1.line) }
    for shipment in shipments {
      do {
        try ledger.add(shipment)
      } catch {
        try note(problem(path, shipment.line, shipment.column.map(Int.init), error))
      }
    }
  }

  /// A row that is left out of what families own or have lost would make a share or an installed base look certain that
  /// is not.
  private static func error(_ problems: [DataProblem], _ kind: StockChange.Kind) -> ReportFileError {
    let more = problems.count - problemsKept
    let subject = kind == .owned ? "shares" : "installed bases"
    return ReportFileError(
      (problems.prefix(problemsKept).map(\.description) + (more > 0 ? ["\(more) more"] : [])
        + ["no \(subject) can be told without these rows: correct or delete them"]).joined(separator: "\n"))
  }

  private mutating func note(_ problem: DataProblem) throws(ReportFileError) {
    if question.isStrict { throw ReportFileError(problem.description) }
    problemCount += 1
    if problems.count < Self.problemsKept { problems.append(problem) }
  }

  private func problem(of change: StockChange, _ refusal: Ledger.Refusal) -> DataProblem {
    let file = (change.kind == .owned ? question.owned : question.attrited) ?? ""
    return problem(file, change.line, change.column, refusal)
  }

  /// A problem of a line that has been read already; of the line as a whole where the column is not known.
  private func problem(
    _ file: String, _ line: Int32, _ column: Int?, _ refusal: Ledger.Refusal
  ) -> DataProblem {
    DataProblem(
      file: file, line: Int(line), column: column ?? 1,
      message: "\(ShipmentReader.Column.quantity.rawValue): \(Self.message(refusal))")
  }

  private static func message(_ refusal: Ledger.Refusal) -> String {
    switch refusal {
    case .noTPP: "the chip has no TPP: give its figures in tables of your own (--chipdb)"
    case .beforeFirstRule: "no rule covers this day: correct the date, or delete the line"
    case .tooLarge:
      "the sum of the ledger is too large to be exact: correct the quantities, or split the file"
    case .outOfOrder: "comes after a later day: sort the lines by date"
    case .lostMoreThanOwned:
      "more than the family has there, by the ledger and --owned: correct the quantity, or add what is missing"
    }
  }

  /// What messages call a file of the ledger.
  public func fileName(_ file: LedgerPlace.File) -> String {
    switch file {
    case .ledger: question.path == "-" ? "standard input" : question.path ?? ""
    case .owned: question.owned ?? ""
    case .attrited: question.attrited ?? ""
    }
  }
}
