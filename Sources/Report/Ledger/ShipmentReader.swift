import ChipDB
import Rating
import Rulebook

/// Reads the shipments of a ledger one at a time.
struct ShipmentReader {
  enum Column: String, CaseIterable {
    case date, exporter, consignee
    case ultimateParent = "ultimate_parent"
    case headquarters, destination, chip, quantity, route
  }

  /// One line: read, or not and why.
  enum Line {
    case shipment(Shipment)
    case problem(DataProblem)
  }

  private(set) var table: LedgerTable<Column>

  /// - Throws: `ReportFileError`.
  init(path: String) throws(ReportFileError) { table = try LedgerTable(path: path) }

  /// The next line; `nil` at the end.
  /// - Throws: `ReportFileError` where the input breaks off.
  mutating func next(_ names: inout LedgerNames) throws(ReportFileError) -> Line? {
    var problem: DataProblem?
    guard try table.next(&problem) else { return nil }
    if let problem { return .problem(problem) }
    do {
      return .shipment(try shipment(&names))
    } catch {
      return .problem(table.problem(error.column, error.message))
    }
  }

  /// A problem of the last line.
  func problem(_ column: Column, _ message: String) -> DataProblem { table.problem(column, message) }

  private struct Failure: Error {
    let column: Column
    let message: String
  }

  private func field<Result>(_ column: Column, _ body: (CSVLine.Bytes) -> Result) -> Result {
    table.withField(column.position, body)
  }

  private func shipment(_ names: inout LedgerNames) throws(Failure) -> Shipment {
    let day = try day(names)
    if field(.exporter, { $0.isEmpty }) { throw missing(.exporter) }
    guard let consignee = field(.consignee, { names.consignees.number($0) }) else {
      throw missing(.consignee)
    }
    guard let parent = field(.ultimateParent, { names.parents.number($0) }) else {
      throw Failure(
        column: .ultimateParent, message: "missing: name the company; one without a parent is its own")
    }
    let headquarters = field(.headquarters) { $0.isEmpty } ? nil : try country(.headquarters, names)
    let destination = try country(.destination, names)
    let (chip, price) = try chip(&names)
    let quantity = try read(.quantity) { bytes throws(LedgerFields.Failure) in
      try LedgerFields.quantity(bytes)
    }
    let route = try read(.route) { bytes throws(LedgerFields.Failure) in try LedgerFields.route(bytes) }
    guard price.times(quantity) != nil else {
      throw Failure(
        column: .quantity,
        message: "\(quantity) of this chip are too much TPP to be added up exactly: correct the number")
    }
    guard table.number <= Int(Int32.max) else {
      throw Failure(column: .date, message: "more lines than can be numbered: split the file")
    }
    return Shipment(
      day: day, line: Int32(table.number), consignee: consignee, parent: parent, headquarters: headquarters,
      destination: destination, chip: chip, route: route, quantity: quantity)
  }

  private func day(_ names: LedgerNames) throws(Failure) -> LedgerDay {
    guard let day = field(.date, LedgerFields.day) else {
      throw Failure(
        column: .date,
        message: "\(field(.date, \.quoted)) is no day: write a real one as YYYY-MM-DD")
    }
    if let first = names.firstDay, day < first {
      throw Failure(
        column: .date,
        message: "\(day.date) lies before the first rule of the rulebook (\(first.date)): delete the line")
    }
    return day
  }

  private func country(_ column: Column, _ names: LedgerNames) throws(Failure) -> UInt16 {
    guard let country = field(column, { names.country($0) }) else {
      throw Failure(
        column: column, message: field(column) { LedgerFields.unknownCountry($0, names.countries) })
    }
    return country
  }

  private func chip(_ names: inout LedgerNames) throws(Failure) -> (UInt16, TPPBand) {
    switch field(.chip, { names.chip($0) }) {
    case .chip(let position, let price): return (position, price)
    case .noTPP, .unknown: throw Failure(column: .chip, message: field(.chip) { names.refusal(of: $0) })
    }
  }

  private func read<Value>(
    _ column: Column, _ body: (CSVLine.Bytes) throws(LedgerFields.Failure) -> Value
  ) throws(Failure) -> Value {
    let result: Result<Value, LedgerFields.Failure> = field(column) { bytes in
      do throws(LedgerFields.Failure) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    switch result {
    case .success(let value): return value
    case .failure(let failure): throw Failure(column: column, message: failure.message)
    }
  }

  private func missing(_ column: Column) -> Failure {
    Failure(column: column, message: "missing: name the company")
  }
}

extension ShipmentReader.Column {
  /// The position in `allCases`.
  fileprivate var position: Int {
    switch self {
    case .date: 0
    case .exporter: 1
    case .consignee: 2
    case .ultimateParent: 3
    case .headquarters: 4
    case .destination: 5
    case .chip: 6
    case .quantity: 7
    case .route: 8
    }
  }
}
