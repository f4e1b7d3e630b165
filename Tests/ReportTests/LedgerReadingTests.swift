import ChipDB
import Foundation
import Rating
import Rulebook
import Testing

@testable import Report

@Suite struct LedgerReadingTests {
  private static let loaded: Result<(rules: LedgerRules, database: ChipDatabase), any Error> = Result {
    let root = RatingReportTests.root
    let rulebook = try Rulebook.load(directory: root + "/rulebook")
    return (
      try LedgerRules.load(directory: root + "/rulebook", rulebook: rulebook),
      try ChipDatabase.load(directory: root + "/chipdb")
    )
  }
  private static let columnLine: String =
    "date,exporter,consignee,ultimate_parent,headquarters,destination,chip,quantity,route\n"

  /// Reads bytes as a ledger.
  private func read(
    _ bytes: [UInt8], owned: String? = nil, strict: Bool = false, standing: Standing = .codified
  ) throws -> LedgerReading {
    let (rules, database) = try Self.loaded.get()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("ledger.csv")
    try Data(bytes).write(to: file)
    let stock = folder.appendingPathComponent("owned.csv")
    if let owned { try Data(owned.utf8).write(to: stock) }
    let question = LedgerReading.Question(
      path: file.path, owned: owned == nil ? nil : stock.path, attrited: nil, standing: standing,
      agreements: [], date: CalendarDate(year: 2026, month: 6, day: 1)!, isStrict: strict,
      tf32Reading: .container32)
    return try LedgerReading(question, rules: rules, database: database)
  }

  private func read(_ lines: String, owned: String? = nil, strict: Bool = false) throws -> LedgerReading {
    try read(Array((Self.columnLine + lines).utf8), owned: owned, strict: strict)
  }

  private func good(_ date: String = "2025-06-01", _ quantity: Int = 1, route: String = "lpp") -> String {
    "\(date),Maker,Cloud,Falcon,AE,AE,h100-sxm,\(quantity),\(route)\n"
  }

  @Test(
    "a broken line is named with its place and remedy, and the lines around it count",
    arguments: [
      ("2025-06-01,Maker,Cloud,Falcon,QQ,AE,H100,1,lpp", 31, "no code of ISO 3166-1"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,Germany,H100,1,lpp", 34, "write the code DE"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,,H100,1,lpp", 34, "missing"),
      ("2025-02-30,Maker,Cloud,Falcon,AE,AE,H100,1,lpp", 1, "YYYY-MM-DD"),
      ("2010-06-01,Maker,Cloud,Falcon,AE,AE,H100,1,lpp", 1, "before the first rule"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,H100,-5,lpp", 42, "--attrition"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,H100,0,lpp", 42, "delete the line"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,H100,1.5,lpp", 42, "write digits alone"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,H100,99999999999999999999,lpp", 42, "write digits alone"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,H1000,1,lpp", 37, "nearest are"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,h20-nvl16,1,lpp", 37, "--chipdb"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,H100,1,lpq", 44, "find one"),
      ("2025-06-01,,Cloud,Falcon,AE,AE,H100,1,lpp", 12, "name the company"),
      ("2025-06-01,Maker,Cloud,  ,AE,AE,H100,1,lpp", 24, "its own"),
      ("2025-06-01,Maker,Cloud", 18, "add the missing commas"),
      ("2025-06-01,Maker,Cloud,Falcon,AE,AE,H100,1,000,lpp", 48, "in quotes"),
      ("2025-06-01,Maker,\"Cloud,Falcon,AE,AE,H100,1,lpp", 18, "does not close on its line"),
      ("2025-06-01,Maker,\"Cloud\"x,Falcon,AE,AE,H100,1,lpp", 25, "behind a closing quote"),
      ("2025-06-01,Maker,Clo\"ud,Falcon,AE,AE,H100,1,lpp", 21, "inside an unquoted field"),
    ])
  func brokenLine(line: String, column: Int, message: String) throws {
    let reading = try read(good() + line + "\n" + good())
    #expect(reading.problemCount == 1)
    let problem = try #require(reading.problems.first)
    #expect(problem.line == 3 && problem.column == column, "\(problem)")
    #expect(problem.message.contains(message), "\(problem)")
    #expect(reading.lines == 3)
    #expect(reading.ledger.tallies.tally(.route(.lpp)).lines == 2)
    #expect(throws: ReportFileError.self) { try read(good() + line + "\n" + good(), strict: true) }
  }

  @Test(
    "quotes, spaces, CR LF, a byte order mark, blank lines, other columns and their order make no difference")
  func shapes() throws {
    let text =
      "\u{feff}note,route,quantity,chip,destination,headquarters,ultimate_parent,consignee,exporter,date\r\n"
      + "\"a \"\"note\"\", long\", LPP , 1 ,\"NVIDIA H100\",ae,AE,\"Falcon, Inc\",Cloud,Maker,2025-06-01\r\n\r\n"
      + "昇腾,lpp,2,h100,AE,AE,\"falcon,  INC \",\"Cloud\",Maker,\"2025-06-02\""
    let reading = try read(Array(text.utf8))
    #expect(reading.problems.isEmpty && reading.lines == 2)
    #expect(reading.ignoredColumns == ["note"])
    #expect(reading.ledger.tallies.tally(.route(.lpp)).chips == 3)
    #expect(reading.names.parents.count == 1 && reading.names.parents[0] == "Falcon, Inc")
  }

  @Test(
    "a header that is not right is refused with its place",
    arguments: [
      ("", "empty"), ("date,exporter\n", "'consignee' is missing"),
      (Self.columnLine.replacingOccurrences(of: "chip", with: "Chip"), "'chip' is missing"),
      ("date," + Self.columnLine, "stands twice"), ("\"date", "does not close"),
    ])
  func badHeader(text: String, message: String) throws {
    let error = try #require(throws: ReportFileError.self) { try read(Array(text.utf8)) }
    #expect("\(error)".contains(message), "\(error)")
  }

  @Test("bytes that are not UTF-8, endless lines and NULs spoil their own line alone")
  func hostile() throws {
    var bytes = Array((Self.columnLine + good()).utf8)
    bytes += Array("2025-06-01,Maker,".utf8) + [0xff, 0xfe] + Array(",Falcon,AE,AE,H100,1,lpp\n".utf8)
    bytes += [UInt8](repeating: 0x61, count: 3 << 20) + [0x0a]
    bytes += [0, 0, 0x0a]
    bytes += Array(good().utf8) + [UInt8](repeating: 0x2c, count: (1 << 20) + 1)
    let reading = try read(bytes)
    #expect(reading.lines == 6 && reading.problemCount == 4)
    #expect(reading.problems.map(\.line) == [3, 4, 5, 7])
    #expect(reading.problems[0].message.contains("UTF-8"))
    #expect(reading.problems[1].message.contains("1 MiB"))
    #expect(reading.ledger.tallies.tally(.route(.lpp)).lines == 2)
  }

  @Test("a file out of order gives what the same lines give in order, with the places of its own lines")
  func order() throws {
    let dates = (1...28).map { String(format: "2025-02-%02d", $0) } + ["2026-02-01"]
    let sorted = dates.map { good($0, 100) }
    let shuffled = sorted.enumerated().sorted { ($0.offset * 7) % 29 < ($1.offset * 7) % 29 }.map(\.element)
    let straight = try read(sorted.joined())
    let mixed = try read(shuffled.joined())
    #expect(!straight.isSorted && mixed.isSorted)
    #expect(straight.ledger.brokenLimits.map(\.used) == mixed.ledger.brokenLimits.map(\.used))
    let crossing = try #require(mixed.ledger.brokenLimits.first)
    #expect(shuffled[Int(crossing.place.line) - 2] == sorted[16])
    #expect(mixed.lines == 29 && mixed.ledger.tallies.tally(.route(.lpp)).chips == 2_900)
  }

  @Test(
    "a problem found after sorting, or of what is owned, names its line and column as one found on the way does"
  )
  func columnAfterSorting() throws {
    let many = 300_000_000
    let owned = "date,ultimate_parent,destination,chip,quantity,route\n2025-01-20,FALCON,DE,h100-sxm,5,\n"
    for (lines, line) in [
      (good("2025-02-01", many) + good("2025-02-02", many), 3),
      (good("2025-02-02", many) + good("2025-02-01", many), 2),
      (
        good("2025-02-02", 1)
          + "2025-02-01,Måker,Cloud,\"Falcon\",AE,AE,h100-sxm,1,lpp\n".replacingOccurrences(
            of: ",1,", with: ",\(many),")
          + good("2025-02-03", many), 4
      ),
    ] {
      let reading = try read(lines, owned: owned)
      #expect(reading.problemCount == 1)
      let problem = try #require(reading.problems.first)
      #expect(problem.line == line && problem.column == 46, "\(problem)")
      #expect(problem.message.hasPrefix("quantity: the sum of the ledger is too large"))
    }
    let lost = try read(
      good("2025-02-02"),
      owned: owned.replacingOccurrences(of: ",5,", with: ",\(many),")
        + "2025-01-21,FALCON,DE,h100-sxm,\(many),\n")
    let problem = try #require(lost.problems.first)
    #expect(problem.column == 31 && problem.line == 3, "\(problem)")
  }

  @Test("UVEU shares break a ledger only where it is known what families own besides")
  func holdings() throws {
    let line = "2025-06-01,Maker,Cloud,Falcon,DE,AE,h100-sxm,10,uveu\n"
    let blind = LedgerPage(try read(line), atMost: 5)
    #expect(!blind.isBroken && !blind.knowsHoldings && blind.brokenShareCount == 2)
    let columns = "date,ultimate_parent,destination,chip,quantity,route\n"
    #expect(LedgerPage(try read(line, owned: columns), atMost: 5).isBroken)
    let enough = columns + "2025-01-20,FALCON,DE,h100-sxm,1000,\n"
    #expect(!LedgerPage(try read(line, owned: enough), atMost: 5).isBroken)
  }

  @Test("the page tells every limit, and its JSON keeps what text tells")
  func page() throws {
    let reading = try read(
      good("2025-02-01", 1_699) + good("2025-02-02", 1) + good("2025-03-01", 5, route: "")
        + "2025-03-02,Maker,Lab,Sun,CN,SG,H100,1,lpp\n")
    let page = LedgerPage(reading, atMost: 5)
    let text = TerminalRenderer(isColored: false).render(page.document)
    #expect(text.contains("evaluated as codified alone") && text.contains("enforced no"))
    #expect(text.contains("over by") && text.contains("15 CFR 740.29(c)"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(JSONRenderer().render(page).utf8)) as? [String: Any])
    let broken = try #require((json["broken"] as? [[String: Any]])?.first)
    #expect(broken["limit"] as? String == "lpp" && broken["line"] as? Int == 3)
    #expect(json["isBroken"] as? Bool == true && json["standing"] as? String == "codified")
    let routes = try #require(json["routes"] as? [[String: Any]])
    #expect(routes.compactMap { $0["route"] as? String } == ["lpp", "allocation"])
  }
}
