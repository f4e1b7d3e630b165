import ChipDB
import Foundation
import Testing

@Suite struct BrokenTablesTests {
  @Test("the synthetic tables are sound, so that each test breaks one thing")
  func sound() throws {
    #expect(try SyntheticTables().error() == nil)
  }

  /// A line that breaks one cell of a table, at a column, with a part of the message.
  static let brokenRows: [(String, String, Int, String)] = [
    (
      "throughput", "alpha-1,fp16,matrix,abc,,maker,primary,,", 21,
      "tops is 'abc': write a finite number above 0"
    ),
    ("throughput", "alpha-1,fp16,matrix,-5,,maker,primary,,", 21, "above 0"),
    ("throughput", "alpha-1,fp16,matrix,0,,maker,primary,,", 21, "above 0"),
    ("throughput", "alpha-1,fp16,matrix,nan,,maker,primary,,", 21, "tops is 'nan'"),
    ("throughput", "alpha-1,fp16,matrix,inf,,maker,primary,,", 21, "tops is 'inf'"),
    ("throughput", "alpha-1,fp16,matrix,1e999,,maker,primary,,", 21, "tops is '1e999'"),
    ("throughput", "alpha-1,fp16,matrix,0x10,,maker,primary,,", 21, "tops is '0x10'"),
    ("throughput", "alpha-1,fp16,matrix,\"1,979\",,maker,primary,,", 21, "separators of thousands"),
    ("throughput", "alpha-1,fp16,matrix,,,maker,primary,,", 21, "tops is blank"),
    ("throughput", "alpha-1,fp16,matrix,5,1,maker,primary,,", 23, "sparse_factor must be above 1"),
    ("throughput", "alpha-1,fp17,matrix,5,,maker,primary,,", 9, "precision is 'fp17': write one of fp64"),
    ("throughput", "alpha-1,fp16,tensor,5,,maker,primary,,", 14, "one of matrix, vector"),
    ("throughput", "none,fp16,matrix,5,,maker,primary,,", 1, "chip 'none' is not in chips.csv"),
    ("throughput", "alpha-1,fp16,matrix,5,,nowhere,primary,,", 24, "source 'nowhere' is not in sources.csv"),
    ("throughput", "alpha-1,fp16,matrix,5,,,primary,,", 24, "source is blank"),
    (
      "throughput", "alpha-1,fp16,matrix,5,,maker,good,,", 30,
      "primary, measured, dataset, secondary, unverified"
    ),
    ("throughput", "alpha-1,fp16,matrix,5,,maker,primary,2024-13-01,", 38, "YYYY-MM-DD"),
    ("throughput", "alpha-1,fp16,matrix,5", 21, "4 fields where the header has 9: add"),
    (
      "throughput", "alpha-1,fp16,matrix,5,,maker,primary,,a,b", 41,
      "10 fields where the header has 9: remove"
    ),
    ("throughput", "alpha-1,fp16,matrix,1000,2,maker,primary,,", 1, "already stands in line 2"),
    ("throughput", "alpha-1,fp16,matrix,5,,maker,primary,,\"x", 39, "a quote that never closes"),
    ("dies", "alpha-1,X,1.5,100,5,logic,yes,maker,primary,", 11, "whole number from 1"),
    ("dies", "alpha-1,X,0,100,5,logic,yes,maker,primary,", 11, "whole number from 1"),
    ("dies", "alpha-1,X,1,100,5,cache,yes,maker,primary,", 19, "one of logic, io, memory"),
    ("dies", "alpha-1,X,1,100,5,logic,maybe,maker,primary,", 25, "yes, no, or blank"),
    ("memory", "alpha-1,HBM,speed,100,maker,primary,", 13, "one of capacity_gb, bandwidth_gbps"),
    ("power", "alpha-1,700,peak,maker,primary,", 13, "one of tdp, board"),
    ("interconnect", "alpha-1,,600,maker,primary,", 9, "link is blank"),
    ("cpus", "core-64,core-z,64,2,3,maker,primary,", 9, "'core-z' is not in microarchitectures.csv"),
    ("cpus", "core-64,core-a,0,2,3,maker,primary,", 16, "whole number from 1"),
    ("cpus", "core-64,core-a,64,3,2,maker,primary,", 21, "below base_ghz"),
    ("chips", "alpha-1,Other,,V,US,gpu,,,,,,,,maker,", 1, "'alpha-1' already stands in line 2"),
    ("chips", "new,New,alpha ONE,V,US,gpu,,,,,,,,maker,", 9, "'alpha ONE' already names alpha-1"),
    ("chips", "new,Beta_2 Maker,;;beta–2,V,US,gpu,,,,,,,,maker,", 18, "'beta–2' already names beta-2"),
    ("chips", "New One,New,,V,US,gpu,,,,,,,,maker,", 1, "id is 'New One': write lower-case"),
    ("chips", "new,New,,V,China,gpu,,,,,,,,maker,", 12, "alpha-2"),
    ("chips", "new,New,,V,CN,quantum,,,,,,,,maker,", 15, "one of gpu, npu, tpu, asic, cpu"),
    ("chips", "new,New,,V,CN,gpu,,2024-02-30,,,,,,maker,", 20, "YYYY-MM-DD"),
    ("chips", "new,New,,V,CN,gpu,,,,maybe,,,,maker,", 22, "yes, no, or blank"),
    ("equivalences", "x,X,dense-tops,,5,TOP/s,alpha-1,maker,", 16, "must name precisions"),
    ("equivalences", "x,X,dense-tops,fp16;fp9,5,TOP/s,alpha-1,maker,", 16, "holds 'fp9'"),
    ("equivalences", "x,X,tpp,,5,TOP/s,alpha-1,maker,", 12, "write TPP"),
    ("equivalences", "x,X,tpp,,5,TPP,H999,maker,", 16, "'H999' names no chip"),
    ("equivalences", "x,X,memory-capacity,,80,GB/s,alpha-1,maker,", 25, "write GB for"),
    ("equivalences", "x,X,roofline,,5,TOP/s,alpha-1,maker,", 15, "must be blank"),
    ("equivalences", "x,X,roofline,,,TOP/s,alpha-1,maker,", 5, "with 0 phases in equivalence_phases.csv"),
    ("equivalences", "x,X,mixed,,,reference chips,alpha-1,maker,", 5, "two or more"),
    ("equivalence_phases", "by-mix,decode,0.1,,by-memory,,press,", 1, "already stands in line 3"),
    ("equivalence_phases", "by-tpp,other,0.1,by-rate,,,press,", 1, "no definition on roofline or mixed"),
    ("equivalence_phases", "by-mix,other,0.1,by-tpp,,,press,", 18, "no definition on dense-tops"),
    ("equivalence_phases", "by-mix,other,0.1,,by-tpp,,press,", 19, "memory-bandwidth or interconnect"),
    (
      "equivalence_phases", "by-mix,other,0.1,by-rate,by-link,9,press,", 26,
      "no definition on memory-bandwidth"
    ),
    ("equivalence_phases", "by-mix,other,0.1,by-rate,,9,press,", 27, "goes with both"),
    ("equivalence_phases", "by-mix,other,0.1,,,,press,", 20, "give one of the two"),
    ("equivalence_phases", "by-mix,other,0,by-rate,,,press,", 14, "above 0"),
    ("equivalence_phases", "by-mix,other,0.1,by-rate,by-memory,1e12,press,", 36, "from 1e-06"),
    ("systems", "pod-9,X,Maker pod-8,Maker,US,alpha-1,9,,,maker,", 9, "'Maker pod-8' already names pod-8"),
    ("systems", "pod-9,X,,Maker,US,alpha-9,9,,,maker,", 19, "not in chips.csv"),
    ("systems", "pod-9,X,,Maker,US,alpha-1,0,,,maker,", 27, "whole number from 1"),
    ("systems", "pod-9,X,,Maker,US,alpha-1,9,nvlink,,maker,", 29, "no link of alpha-1"),
    ("system_figures", "pod-9,power_kw,,10,press,secondary,", 1, "not in systems.csv"),
    ("system_figures", "pod-8,power_kw,fp16,10,press,secondary,", 16, "be blank for power_kw"),
    ("system_figures", "pod-8,dense_pflops,,10,press,secondary,", 20, "must be given for dense_pflops"),
    ("system_figures", "pod-8,speed,,10,press,secondary,", 7, "one of dense_pflops"),
    ("system_figures", "pod-8,power_kw,,10,press,secondary,", 1, "already stands in line 2"),
    (
      "ops_per_cycle", "core-z,fp32,vector,FMA,64,maker,primary,", 1,
      "'core-z' is not in microarchitectures.csv"
    ),
    ("microarchitectures", "core-a,X,Maker,x86-64,,maker,primary,", 1, "already stands in line 2"),
    ("microarchitectures", "core-c,X,Maker,risc,,maker,primary,", 16, "one of x86-64, aarch64"),
    ("cpuids", "GenuineIntel,6,9,5,,,core-a,X,maker,primary,", 16, "above model_high"),
    ("cpuids", "GenuineIntel,6,20,20,1,,core-a,X,maker,primary,", 24, "go together"),
    ("cpuids", "GenuineIntel,6,12,14,3,3,core-a,X,maker,primary,", 16, "overlap with line 2"),
    ("cpuids", "0xZZ,,12,14,,,core-a,X,maker,primary,", 1, "implementer as 0x41"),
    ("cpuids", "GenuineIntel,6,,,,,core-a,X,maker,primary,", 16, "model_low is blank"),
    ("sources", "extra,T,P,,,blog,2024-01-01,,", 13, "one of datasheet"),
    ("yardsticks", "material-difference,0.03,relative,press,", 1, "already stands in line 4"),
    ("device_ids", "alpha-1,pci,10DE:2330,maker,primary,", 13, "write vendor and device as 10de:2330"),
    ("device_ids", "alpha-1,vbios,x,maker,primary,", 9, "one of pci, nvml, rocm, framework, framework-die"),
  ]

  @Test("a broken row is named with file, line, column, value and remedy", arguments: brokenRows)
  func brokenRow(table: String, line: String, column: Int, message: String) throws {
    let tables = try SyntheticTables()
    let number = try tables.append(line, to: table)
    let error = try #require(tables.error())
    let place = "\(tables.path(table)):\(number):\(column): "
    let problem = error.description.split(separator: "\n").first { $0.hasPrefix(place) }
    #expect(problem?.contains(message) == true, "\(error)")
    #expect(error.description.hasSuffix("\n1 problem in the chip database"), "\(error)")
    #expect(!error.isUnknownChip)
  }

  @Test("a device id that two chips have must be noted as shared in both rows")
  func sharedDeviceID() throws {
    let tables = try SyntheticTables()
    try tables.append("alpha-1,pci,10de:2330,maker,primary,shared with beta-2", to: "device_ids")
    let line = try tables.append("beta-2,pci,10de:2330,maker,primary,", to: "device_ids")
    let error = try #require(tables.error())
    #expect(
      error.description.contains(
        "device_ids.csv:\(line):12: device_id '10de:2330' already names alpha-1 (device_ids.csv:2): remove one, or say in "
          + "the notes of both that they share it"), "\(error)")
    let noted = try SyntheticTables()
    try noted.append(
      "alpha-1,pci,10de:2330,maker,primary,shared with beta-2",
      "beta-2,pci,10de:2330,maker,primary,shared with alpha-1", to: "device_ids")
    #expect(try noted.load().chips(pci: "10DE:2330").map(\.chip.id) == ["alpha-1", "beta-2"])
  }

  @Test("every broken cell is reported at once: of one row, of a table with a short row, of all tables")
  func allProblems() throws {
    let tables = try SyntheticTables()
    let first = try tables.append(
      "alpha-1,fp17,tensor,abc,,nowhere,good,soon,", "alpha-1,fp16", "none,fp16,matrix,x,,maker,primary,,",
      to: "throughput")
    try tables.append("alpha-1,HBM,speed,100,maker,primary,", to: "memory")
    guard case .invalid(let problems) = try #require(tables.error()) else {
      Issue.record("not found invalid")
      return
    }
    let places = problems.filter { $0.file.hasSuffix("throughput.csv") }.map { "\($0.line):\($0.column)" }
    #expect(
      Set(places) == [
        "\(first):9", "\(first):14", "\(first):21", "\(first):26", "\(first):34", "\(first):39",
        "\(first + 1):9",
        "\(first + 2):1", "\(first + 2):18",
      ])
    #expect(places.count == 9)
    #expect(problems.count == 10)
  }

  @Test("a broken chip is one problem: the rows that name it are not blamed")
  func noCascade() throws {
    let tables = try SyntheticTables()
    try tables.append("gamma-3,Gamma", to: "chips")
    try tables.append("gamma-3,fp16,matrix,5,,maker,primary,,", to: "throughput")
    #expect(try #require(tables.error()).description.hasSuffix("\n1 problem in the chip database"))
    try tables.write("id,nam\n", to: "sources")
    let error = try #require(tables.error()).description
    #expect(!error.contains("is not in sources.csv"))
  }

  @Test("unknown, repeated and missing columns are named, with the nearest known one")
  func columns() throws {
    let tables = try SyntheticTables()
    try tables.write("chip,wats,kind,kind,source,grade,note,colour\n", to: "power")
    let text = try #require(tables.error()).description
    #expect(text.contains("power.csv:1:6: unknown column 'wats': did you mean 'watts'?"))
    #expect(text.contains("power.csv:1:16: the column 'kind' stands twice"))
    #expect(text.contains("power.csv:1:39: unknown column 'colour'"))
    #expect(text.contains("power.csv:1:1: the column 'watts' is missing"))
  }

  @Test("columns may stand in any order")
  func order() throws {
    let tables = try SyntheticTables()
    try tables.write("note,kind,grade,source,watts,chip\n,tdp,primary,maker,300,beta-2\n", to: "power")
    #expect(try tables.load().chip(matching: "beta-2").tdpWatts?.value == 300)
  }

  @Test("an empty table and one that is not text are problems with a place")
  func garbage() throws {
    let tables = try SyntheticTables()
    try tables.write("", to: "power")
    try tables.write(Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37) }), to: "price")
    try tables.write(Data("chip,die\n".utf8) + [0xc3, 0x28], to: "dies")
    let text = try #require(tables.error()).description
    #expect(text.contains("power.csv:1:1: empty: the first line names the columns chip,watts,kind"))
    #expect(text.contains("price.csv:1:"))
    #expect(text.contains("dies.csv:2:1: not UTF-8"))
  }

  @Test("a missing table, a missing directory and a table above the limit are told apart")
  func missing() throws {
    let tables = try SyntheticTables()
    try FileManager.default.removeItem(atPath: tables.path("power"))
    guard case .missing(let path, _) = try #require(tables.error()) else {
      Issue.record("not found missing")
      return
    }
    #expect(path == tables.path("power"))
    let error = #expect(throws: ChipDBError.self) { try ChipDatabase.load(directory: "/nonexistent") }
    #expect(error?.description.hasPrefix("/nonexistent: not there; give the directory") == true)
    try FileManager.default.createDirectory(atPath: tables.path("power"), withIntermediateDirectories: true)
    guard case .unreadable = try #require(tables.error()) else {
      Issue.record("a directory passed for a table")
      return
    }
    try FileManager.default.removeItem(atPath: tables.path("power"))
    #expect(FileManager.default.createFile(atPath: tables.path("power"), contents: nil))
    let file = try #require(FileHandle(forWritingAtPath: tables.path("power")))
    try file.truncate(atOffset: (64 << 20) + 1)
    try file.close()
    #expect(try #require(tables.error()).description.contains("longer than 64 MiB"))
  }

  @Test("tables saved by a spreadsheet, with a byte order mark, CRLF and quotes, are read")
  func spreadsheet() throws {
    let tables = try SyntheticTables()
    for table in ["chips", "throughput", "power"] {
      let lines = try String(contentsOfFile: tables.path(table), encoding: .utf8).split(separator: "\n")
      let quoted = lines.map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map { "\"\($0)\"" }.joined(
          separator: ",")
      }
      try tables.write("\u{FEFF}" + quoted.joined(separator: "\r\n") + "\r\n", to: table)
    }
    #expect(try tables.load().chip(matching: "阿尔法").tdpWatts?.value == 700)
  }

  @Test("a message quotes no endless value and no character that commands a terminal")
  func quoting() throws {
    let tables = try SyntheticTables()
    try tables.append(
      "alpha-1,\u{1b}[2J\(String(repeating: "9", count: 500)),tdp,maker,primary,", to: "power")
    let text = try #require(tables.error()).description
    #expect(text.contains(#"'\u{1b}[2J"#))
    #expect(!text.contains("\u{1b}"))
    #expect(text.contains("…'"))
  }

  @Test(
    "tables with bytes lost, doubled or changed load or are refused at a place, and never crash",
    arguments: 1...30)
  func mangled(seed: UInt64) throws {
    let tables = try SyntheticTables()
    var generator = CSVReaderTests.Generator(state: seed)
    for table in [
      "sources", "chips", "throughput", "cpuids", "ops_per_cycle", "equivalences", "yardsticks",
      "equivalence_phases", "systems", "system_figures",
    ] {
      var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: tables.path(table))))
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let letters = Array("\",;\n\r0-9eé昇".utf8) + [0, 0xff]
        switch Int.random(in: 0...3, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(bytes[place], at: place)
        case 2: bytes[place] = letters.randomElement(using: &generator)!
        default: bytes.removeLast(bytes.count - max(1, place))
        }
      }
      try tables.write(Data(bytes), to: table)
    }
    guard let error = tables.error() else { return }
    guard case .invalid(let problems) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(!problems.isEmpty)
    #expect(problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && $0.file.hasPrefix(tables.directory) })
  }

  @Test(
    "shares that do not add up to 1, a phase that two definitions bind otherwise and a stranger's reference are named"
  )
  func phases() throws {
    let shares = try SyntheticTables()
    try shares.append("by-mix,more,0.1,by-rate,,,press,", to: "equivalence_phases")
    #expect(try #require(shares.error()).description.contains("add up to 1.1: make it 1"))
    let bound = try SyntheticTables()
    try bound.append("by-two,Two,mixed,,,reference chips,Alpha One,press,", to: "equivalences")
    try bound.append("by-two,training,0.5,by-rate,,,press,", to: "equivalence_phases")
    let line = try bound.append("by-two,decode,0.5,,by-link,,press,", to: "equivalence_phases")
    #expect(
      try #require(bound.error()).description.contains(
        "equivalence_phases.csv:\(line):8: phase 'decode' is bound otherwise"))
    let reference = try SyntheticTables()
    try reference.append("by-beta,Beta,mixed,,,reference chips,beta-2,press,", to: "equivalences")
    try reference.append(
      "by-beta,training,0.5,by-rate,,,press,", "by-beta,decode,0.5,,by-memory,,press,",
      to: "equivalence_phases")
    #expect(
      try #require(reference.error()).description.contains(
        "is not the reference chip of the figures that bound its phase training"))
  }
}
