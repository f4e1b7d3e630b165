import ChipDB
import Foundation
import Testing

@Suite struct BrokenTablesTests {
  /// A copy of the shipped tables, with edits.
  struct Copy {
    let directory: String

    init() throws {
      directory = NSTemporaryDirectory() + "assay-chipdb-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      for file in try FileManager.default.contentsOfDirectory(atPath: Shipped.directory) {
        let content = try Data(contentsOf: URL(fileURLWithPath: Shipped.directory + "/" + file))
        try content.write(to: URL(fileURLWithPath: directory + "/" + file))
      }
    }

    func append(_ line: String, to table: String) throws {
      let path = "\(directory)/\(table).csv"
      try (String(contentsOfFile: path, encoding: .utf8) + line + "\n").write(
        toFile: path, atomically: true, encoding: .utf8)
    }

    func replace(_ table: String, with data: Data) throws {
      try data.write(to: URL(fileURLWithPath: "\(directory)/\(table).csv"))
    }

    /// The number of the last line of a table.
    func lastLine(_ table: String) throws -> Int {
      try String(contentsOfFile: "\(directory)/\(table).csv", encoding: .utf8).split(separator: "\n").count
    }

    func error() -> ChipDBError? {
      do {
        _ = try ChipDatabase.load(directory: directory)
        return nil
      } catch { return error }
    }
  }

  @Test(
    "a broken row is named with file, line, column, value and remedy",
    arguments: [
      ("throughput", "h100-sxm,fp16,matrix,abc,,epoch-ml-hardware,dataset,,", 22, "tops is 'abc'"),
      ("throughput", "h100-sxm,fp16,matrix,-5,,epoch-ml-hardware,dataset,,", 22, "above 0"),
      ("throughput", "h100-sxm,fp16,matrix,nan,,epoch-ml-hardware,dataset,,", 22, "finite"),
      ("throughput", "h100-sxm,fp16,matrix,1e999,,epoch-ml-hardware,dataset,,", 22, "finite"),
      ("throughput", "h100-sxm,fp17,matrix,5,,epoch-ml-hardware,dataset,,", 10, "precision is 'fp17'"),
      ("throughput", "h100-sxm,fp16,tensor,5,,epoch-ml-hardware,dataset,,", 15, "one of matrix, vector"),
      ("throughput", "no-such-chip,fp16,matrix,5,,epoch-ml-hardware,dataset,,", 1, "not in chips.csv"),
      ("throughput", "h100-sxm,fp16,matrix,5,,nowhere,dataset,,", 25, "not in sources.csv"),
      ("throughput", "h100-sxm,fp16,matrix,5,,,dataset,,", 25, "source is blank"),
      ("throughput", "h100-sxm,fp16,matrix,5,,epoch-ml-hardware,good,,", 43, "primary, measured"),
      ("throughput", "h100-sxm,fp16,matrix,5,,epoch-ml-hardware,dataset,2024-13-01,", 51, "YYYY-MM-DD"),
      ("throughput", "h100-sxm,fp16,matrix,5", 22, "4 fields where the header has 9"),
      ("dies", "h20,X,1.5,100,5,logic,yes,epoch-ml-hardware,dataset,", 7, "whole number"),
      ("memory", "h20,HBM,speed,100,epoch-ml-hardware,dataset,", 9, "capacity_gb or bandwidth_gbps"),
      ("chips", "h20,Other,,V,US,gpu,,,,,,,epoch-ml-hardware,", 1, "already stands"),
      ("chips", "new,New,h100,V,US,gpu,,,,,,,epoch-ml-hardware,", 9, "already names h100-sxm"),
      ("chips", "new,New,,V,China,gpu,,,,,,,epoch-ml-hardware,", 12, "alpha-2"),
      ("chips", "new,New,,V,CN,gpu,,,,maybe,,,epoch-ml-hardware,", 22, "yes, no, or blank"),
      ("equivalences", "x,X,dense-tops,,5,TPP,H100,epoch-ml-hardware,", 16, "must name precisions"),
    ])
  func brokenRow(table: String, line: String, column: Int, message: String) throws {
    let copy = try Copy()
    try copy.append(line, to: table)
    let error = try #require(copy.error())
    let place = "\(table).csv:\(try copy.lastLine(table)):\(column): "
    #expect(error.description.contains(place), "\(error)")
    #expect(error.description.contains(message), "\(error)")
    #expect(!error.isUnknownChip)
  }

  @Test("every broken cell of every table is reported at once")
  func allProblems() throws {
    let copy = try Copy()
    try copy.append("h100-sxm,fp16,matrix,abc,,nowhere,dataset,,", to: "throughput")
    try copy.append("h20,HBM,speed,100,epoch-ml-hardware,dataset,", to: "memory")
    #expect(try #require(copy.error()).description.contains("3 problems"))
  }

  @Test("unknown and missing columns are named, with the nearest known one")
  func columns() throws {
    let copy = try Copy()
    try copy.replace("power", with: Data("chip,wats,kind,source,grade,note\n".utf8))
    let text = try #require(copy.error()).description
    #expect(text.contains("power.csv:1:6: unknown column 'wats': did you mean 'watts'?"))
    #expect(text.contains("'watts' is missing"))
  }

  @Test("an empty table, a table that is not text and a missing table are errors, not crashes")
  func garbage() throws {
    let empty = try Copy()
    try empty.replace("power", with: Data())
    #expect(try #require(empty.error()).description.contains("power.csv:1:1: empty"))
    let binary = try Copy()
    try binary.replace("power", with: Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37) }))
    #expect(try #require(binary.error()).description.contains("power.csv:1:"))
    let missing = try Copy()
    try FileManager.default.removeItem(atPath: missing.directory + "/power.csv")
    #expect(try #require(missing.error()).description.contains("power.csv: no such table"))
    #expect(throws: ChipDBError.self) { try ChipDatabase.load(directory: "/nonexistent") }
  }

  @Test("a table saved by a spreadsheet, with a byte order mark and CRLF, is read")
  func spreadsheet() throws {
    let copy = try Copy()
    let text = try String(contentsOfFile: copy.directory + "/power.csv", encoding: .utf8)
    let rewritten = "\u{FEFF}" + text.split(separator: "\n").joined(separator: "\r\n") + "\r\n"
    try copy.replace("power", with: Data(rewritten.utf8))
    #expect(copy.error() == nil)
  }

  @Test("a blank figure stays unknown and a planar chip has no applicable area")
  func unknownStaysUnknown() throws {
    let copy = try Copy()
    try copy.append("mystery,Mystery 1,谜,V,CN,npu,,,,,,,epoch-ml-hardware,", to: "chips")
    try copy.append("planar,Planar 1,,V,CN,npu,,,,,28,no,epoch-ml-hardware,", to: "chips")
    let database = try ChipDatabase.load(directory: copy.directory)
    let mystery = try database.chip(matching: "谜")
    #expect(mystery.rating(tf32Reading: .container32).tpp == nil)
    #expect(mystery.memoryBandwidthGBps == nil)
    #expect(mystery.aggregateIOGBps == nil)
    #expect(mystery.dataCentre == .unknown)
    #expect(mystery.applicableDieArea.mm2 == nil)
    #expect(mystery.applicableDieArea != .notApplicable)
    #expect(try database.chip(matching: "planar").applicableDieArea == .notApplicable)
  }
}
