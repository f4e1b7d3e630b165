import ChipDB
import Rating
import Rulebook

/// Reads what families own besides a ledger, or have lost.
struct StockReader {
  enum Column: String, CaseIterable {
    case date
    case ultimateParent = "ultimate_parent"
    case destination, chip, quantity, route
  }

  let kind: StockChange.Kind

  /// Every entry of a file.
  /// - Returns: the entries, and the problems of the lines that are none.
  /// - Throws: `ReportFileError` where the file cannot be read.
  func changes(
    path: String, _ names: inout LedgerNames
  ) throws(ReportFileError) -> (changes: [StockChange], problems: [DataProblem]) {
    var table = try LedgerTable<Column>(path: path)
    var changes: [StockChange] = []
    var problems: [DataProblem] = []
    var broken: DataProblem?
    while try table.next(&broken) {
      if let broken {
        problems.append(broken)
        continue
      }
      do {
        changes.append(try change(table, &names))
      } catch {
        problems.append(error)
      }
    }
    return (changes, problems)
  }

  private func change(
    _ table: LedgerTable<Column>, _ names: inout LedgerNames
  ) throws(DataProblem) -> StockChange {
    func text(_ column: Int) -> String { table.withField(column) { String(decoding: $0, as: UTF8.self) } }
    guard let day = table.withField(0, LedgerFields.day) else {
      throw table.problem(.date, "\(table.withField(0, \.quoted)) is no day: write a real one as YYYY-MM-DD")
    }
    guard let parent = table.withField(1, { names.parents.number($0) }) else {
      throw table.problem(.ultimateParent, "missing: name the company")
    }
    guard let destination = table.withField(2, { names.country($0) }) else {
      throw table.problem(
        .destination, table.withField(2) { LedgerFields.unknownCountry($0, names.countries) })
    }
    guard case .chip(let chip, let price) = table.withField(3, { names.chip($0) }) else {
      throw table.problem(.chip, table.withField(3) { names.refusal(of: $0) })
    }
    let quantity: Int
    do {
      quantity = try table.withField(4) { bytes in Result { try LedgerFields.quantity(bytes) } }.get()
    } catch {
      throw table.problem(.quantity, (error as? LedgerFields.Failure)?.message ?? "\(error)")
    }
    let route = text(5).lowercased()
    guard route.isEmpty || route == Route.nveu.rawValue else {
      throw table.problem(
        .route,
        "'\(route.prefix(60))': write nveu for what is installed under that authorisation, or leave it blank")
    }
    guard price.times(quantity) != nil, table.number <= Int(Int32.max) else {
      throw table.problem(.quantity, "too much TPP to be added up exactly: correct the number")
    }
    return StockChange(
      kind: kind, day: day, line: Int32(table.number), column: table.column(of: .quantity), parent: parent,
      destination: destination, chip: chip,
      isNational: !route.isEmpty, quantity: quantity)
  }
}
