import Foundation
import Parallel
import Rating
import Rulebook

@testable import ChipDB
@testable import Forecast
@testable import Report

extension FuzzTarget {
  /// What is accepted reads the same once every field is quoted.
  static let csv = FuzzTarget("csv", "CSV, as in the chip tables") { bytes in
    guard let records = records(bytes) else { return }
    let text = records.map { record in
      record.fields.map { "\"\($0.text.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
    }.joined()
    let again = FuzzTarget.records(Array(text.utf8))
    try promise(
      again?.map { $0.fields.map(\.text) } == records.map { $0.fields.map(\.text) }, "not read again: \(text)"
    )
  }

  private static func records(_ bytes: [UInt8]) -> [CSVRecord]? {
    accepted {
      var reader = CSVReader(bytes.makeIterator(), file: "x")
      var records: [CSVRecord] = []
      while let record = try reader.next() { records.append(record) }
      return records
    }
  }

  /// The first line names a table, the rest is the user's own: laid over a few sound rows, and told as the command tells
  /// it.
  static let chips = FuzzTarget("chips", "tables of one's own, laid over the chip database") { bytes in
    guard let (table, rest) = named(bytes, among: chipTables) else { return }
    let path = ownTables.file(table + ".csv", rest)
    defer { unlink(path) }
    let database = accepted {
      try ChipDatabase.load(directory: smallTables + "/chipdb", overlay: ownTables.path)
    }
    guard let database else { return }
    for chip in database.chips {
      let page = ChipPage(chip, in: database, tf32Reading: .container32)
      try tell(page, page.document)
    }
    let list = ChipListPage(ChipFilter().apply(to: database.chips, tf32Reading: .container32))
    try tell(list, list.document)
    _ = JSONRenderer().render(database.lint(tf32Reading: .container32))
    for system in database.systems {
      guard let rated = accepted({ try RatedSystem(system, in: database) }) else { continue }
      let page = SystemPage(rated, in: database)
      try tell(page, page.document)
    }
  }

  /// As `chips`, for one of the tables of `trends/`.
  static let trends = FuzzTarget("trends", "the tables of published trends") { bytes in
    guard let (table, rest) = named(bytes, among: trendTables) else { return }
    let path = trendFolder.file(table + ".csv", rest)
    defer {
      let sound = FileManager.default.contents(atPath: smallTables + "/trends/\(table).csv") ?? Data()
      _ = trendFolder.file(table + ".csv", sound)
    }
    _ = path
    guard let data = accepted({ try TrendData.load(directory: trendFolder.path) }) else { return }
    _ = JSONRenderer().render(data)
    for rule in GrowthIndex.Rule.allCases { _ = data.defaultIndex(of: rule) }
  }

  private static let smallTables = ShippedData.root + "/Tests/Fuzz/tables"
  private static let chipTables = names(smallTables + "/chipdb")
  private static let trendTables = names(smallTables + "/trends")
  private static let ownTables = ScratchFolder("chips")

  private static let trendFolder: ScratchFolder = {
    let folder = ScratchFolder("trends")
    for table in trendTables {
      let sound = FileManager.default.contents(atPath: smallTables + "/trends/\(table).csv") ?? Data()
      _ = folder.file(table + ".csv", sound)
    }
    try? FileManager.default.createDirectory(
      atPath: folder.path + "/scenarios", withIntermediateDirectories: true)
    return folder
  }()

  private static func names(_ folder: String) -> [String] {
    FileBytes.names(in: folder).filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }
  }

  /// The first line, if it is one of some names, and what follows.
  private static func named(_ bytes: [UInt8], among names: [String]) -> (
    name: String, rest: ArraySlice<UInt8>
  )? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let name = String(decoding: bytes[..<end], as: UTF8.self)
    return names.contains(name) ? (name, bytes[(end + 1)...]) : nil
  }

  static let ledger = FuzzTarget("ledger", "a ledger of shipments") { bytes in
    let path = ledgerFolder.file("ledger.csv", bytes)
    for isStrict in [false, true] {
      let question = LedgerReading.Question(
        path: path, owned: nil, attrited: nil, standing: .codified, agreements: [], date: ShippedData.day,
        isStrict: isStrict, tf32Reading: .container32)
      try tellLedger(question)
    }
  }

  /// Beside a ledger that is sound.
  static let stock = FuzzTarget("stock", "what families own, and what they have lost") { bytes in
    let ledger = ledgerFolder.file("sound.csv", Data(soundLedger.utf8))
    let stock = ledgerFolder.file("stock.csv", bytes)
    for (owned, attrited) in [(stock, nil), (nil, stock)] as [(String?, String?)] {
      try tellLedger(
        LedgerReading.Question(
          path: ledger, owned: owned, attrited: attrited, standing: .codified, agreements: [],
          date: ShippedData.day, isStrict: false, tf32Reading: .container32))
    }
  }

  private static let ledgerFolder = ScratchFolder("ledger")
  private static let soundLedger = """
    date,exporter,consignee,ultimate_parent,headquarters,destination,chip,quantity,route
    2025-06-01,Maker,Cloud,Falcon,AE,AE,alpha-1,100,lpp
    2025-07-01,Maker,Cloud,Falcon,AE,AE,alpha-1,1000,

    """

  private static func tellLedger(_ question: LedgerReading.Question) throws {
    let reading = accepted {
      try LedgerReading(question, rules: ShippedData.ledgerRules, database: fewChips)
    }
    guard let reading else { return }
    let page = LedgerPage(reading, atMost: 5)
    try tell(page, page.document)
  }

  /// To make every chip a subject takes longer than to read a short ledger.
  private static let fewChips: ChipDatabase = {
    do { return try ChipDatabase.load(directory: smallTables + "/chipdb") } catch {
      preconditionFailure("the small tables do not load: \(error)")
    }
  }()
}

/// Writes an answer as JSON and for a terminal.
/// - Throws: `BrokenPromise` where a number in it is none.
func tell(_ page: some Encodable, _ document: Document) throws {
  let json = JSONRenderer().render(page)
  for word in ["\"inf\"", "\"-inf\"", "\"nan\""] {
    try promise(!json.contains(" : \(word)"), "an answer with a number that is none: \(word)")
  }
  _ = TerminalRenderer(isColored: false).render(document)
}
