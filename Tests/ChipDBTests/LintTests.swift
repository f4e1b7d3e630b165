import ChipDB
import Rating
import Testing

@Suite struct LintTests {
  /// Rows that hold one fault and nothing else that lint looks at.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let rule: LintRule
    let severity: LintFinding.Severity
    let rows: [(table: String, line: String)]
    /// A part of the reason.
    let says: String

    init(
      _ description: String, _ rule: LintRule, _ severity: LintFinding.Severity, _ says: String,
      _ rows: (table: String, line: String)...
    ) {
      testDescription = description
      self.rule = rule
      self.severity = severity
      self.says = says
      self.rows = rows
    }
  }

  static let faults = [
    Fault(
      "an 8-bit rate of four times the 16-bit one", .ladder, .warning, "4 × FP16 at 1,000",
      ("throughput", "alpha-1,int8,matrix,4000,2,maker,primary,,"),
      ("throughput", "alpha-1,fp8e4m3,matrix,4000,2,maker,primary,,")),
    Fault(
      "a 16-bit rate of four times TF32, and the 8-bit rate no higher", .ladder, .warning,
      "FP16 looks like a sparse rate", ("throughput", "alpha-1,int8,matrix,1000,2,maker,primary,,"),
      ("throughput", "alpha-1,tf32,matrix,250,2,maker,primary,,")),
    Fault(
      "a 16-bit rate equal to the sparse 8-bit one", .ladder, .warning, "equals the sparse rate of INT8",
      ("throughput", "alpha-1,int8,matrix,500,2,maker,primary,,")),
    Fault(
      "an odd rung", .ladder, .note, "2.67 × FP16",
      ("throughput", "alpha-1,int8,matrix,2667,2,maker,primary,,")),
    Fault(
      "BF16 at twice FP16", .sameWidth, .warning, "differ by 2",
      ("throughput", "alpha-1,bf16,matrix,2000,2,maker,primary,,")),
    Fault(
      "matrix units slower than vector units", .vectorAsMatrix, .warning, "is not above",
      ("throughput", "beta-2,fp16,matrix,20,,press,secondary,,"),
      ("throughput", "beta-2,fp16,vector,40,,press,secondary,,")),
    Fault(
      "a matrix rate that is the FP32 rate of the vector units", .vectorAsMatrix, .warning,
      "is the FP32 rate",
      ("throughput", "beta-2,fp16,matrix,31.24,,press,secondary,,"),
      ("throughput", "beta-2,fp32,vector,31.24,,press,secondary,,")),
    Fault(
      "INT8 far below FP8", .int8BelowFP8, .note, "20 × INT8",
      ("throughput", "alpha-1,fp8e4m3,matrix,2000,2,maker,primary,,"),
      ("throughput", "alpha-1,int8,matrix,100,2,maker,primary,,")),
    Fault(
      "no sparse rate where the neighbour has one", .sparseFactorMissing, .note, "no sparse rate at INT8",
      ("throughput", "alpha-1,int8,matrix,2000,,maker,primary,,")),
    Fault(
      "a source that read the sparse rate", .misreadSource, .note, "press says 2,000",
      ("throughput", "alpha-1,fp16,matrix,2000,,press,secondary,,")),
    Fault(
      "a source that counted one die of two", .perDie, .note, "one of 2 equal dies",
      ("dies", "alpha-1,X,2,400,5,logic,yes,maker,primary,"),
      ("throughput", "alpha-1,fp16,matrix,500,,press,secondary,,")),
    Fault(
      "a source that multiplied the package by its dies", .perDie, .note, "counts its 3 dies already",
      ("dies", "alpha-1,X,3,300,5,logic,yes,maker,primary,"),
      ("throughput", "alpha-1,fp16,matrix,3000,,press,secondary,,")),
    Fault(
      "one source with two rates", .selfContradiction, .warning, "maker gives 1,000 and 1,300",
      ("throughput", "alpha-1,fp16,matrix,1300,2,maker,primary,,")),
    Fault(
      "GiB beside GB", .binaryUnits, .warning, "1.07374",
      ("memory", "alpha-1,HBM3,capacity_gb,80,maker,primary,"),
      ("memory", "alpha-1,HBM3,capacity_gb,74.51,press,secondary,")),
    Fault(
      "MiB beside MB in a bandwidth", .binaryUnits, .warning, "1.04858",
      ("memory", "alpha-1,HBM3,bandwidth_gbps,3355.4,maker,primary,"),
      ("memory", "alpha-1,HBM3,bandwidth_gbps,3200,press,secondary,")),
    Fault(
      "a processor's rate above cores times operations times boost clock", .clock, .warning, "12.288 TOP/s",
      ("cpus", "core-64,core-a,64,2,3,maker,primary,"),
      ("throughput", "core-64,fp32,vector,20,,maker,primary,,")),
    Fault(
      "a processor's rate at the base clock", .clock, .note, "the base clock of 2 GHz",
      ("cpus", "core-64,core-a,64,2,3,maker,primary,"),
      ("throughput", "core-64,fp32,vector,8.192,,maker,primary,,")),
    Fault(
      "a measurement above the peak", .measuredAboveDeclared, .error, "measured 1,200 TOP/s",
      ("measurements", "alpha-1,fp16,matrix,1200,gemm,,press,secondary,,")),
    Fault(
      "a chip older than its process", .nodeDate, .warning, "2020-09-15",
      ("chips", "old-1,Old 1,,Maker,US,gpu,,2019-01-01,,,5,,,maker,")),
    Fault(
      "a known trap among the throughputs, and chosen", .trapEntered, .error, "it is the one reported",
      ("traps", "alpha-1,fp16,1000,sparse,press,")),
    Fault(
      "a trap that the figures now give", .trapRecomputed, .warning, "now give",
      ("traps", "alpha-1,tpp,16000,doubled,press,")),
    Fault(
      "a trap that nothing explains", .trapRecomputed, .note, "do not show why",
      ("traps", "alpha-1,fp16,777,sparse,press,")),
  ]

  @Test("each rule finds exactly its fault, and names the rows", arguments: faults)
  func fault(fault: Fault) throws {
    let tables = try SyntheticTables()
    var places: [String] = []
    for row in fault.rows { places.append("\(row.table).csv:\(try tables.append(row.line, to: row.table))") }
    let findings = try tables.load().lint(tf32Reading: .container32)
    #expect(Set(findings.map(\.rule)) == [fault.rule])
    let finding = try #require(findings.first)
    #expect(finding.severity == fault.severity)
    #expect(finding.reason.contains(fault.says), "\(finding.reason)")
    #expect(!finding.remedy.isEmpty)
    let last = try #require(places.last)
    #expect(findings.flatMap(\.places).map(\.description).contains { $0 == last }, "\(finding.places)")
  }

  /// Rows close to a fault that are sound.
  static let sound: [[(table: String, line: String)]] = [
    [],
    [
      ("throughput", "alpha-1,tf32,matrix,500,2,maker,primary,,"),
      ("throughput", "alpha-1,bf16,matrix,1000,2,maker,primary,,"),
      ("throughput", "alpha-1,fp8e4m3,matrix,2000,2,maker,primary,,"),
      ("throughput", "alpha-1,int8,matrix,2000,2,maker,primary,,"),
      ("throughput", "alpha-1,fp4,matrix,4000,2,maker,primary,,"),
      ("throughput", "alpha-1,fp32,vector,50,,maker,primary,,"),
    ],
    [("throughput", "alpha-1,fp16,matrix,990,,press,secondary,,")],
    [
      ("memory", "alpha-1,HBM3,capacity_gb,80,maker,primary,"),
      ("memory", "alpha-1,HBM3,capacity_gb,64,press,secondary,"),
    ],
    [
      ("cpus", "core-64,core-a,64,2,3,maker,primary,"),
      ("throughput", "core-64,fp32,vector,12.3,,maker,primary,,"),
    ],
    [("measurements", "alpha-1,fp16,matrix,1040,gemm,,press,secondary,,")],
    [("chips", "old-1,Old 1,,Maker,US,gpu,,2019-01-01,,,99,,,maker,")],
    [("traps", "alpha-1,fp16,2000,sparse,press,")],
  ]

  @Test("sound rows give no finding", arguments: sound.indices)
  func soundRows(index: Int) throws {
    let tables = try SyntheticTables()
    for row in Self.sound[index] { try tables.append(row.line, to: row.table) }
    #expect(try tables.load().lint(tf32Reading: .container32) == [])
  }

  @Test("a density far from the chips of its node is found, and eight peers are needed to say so")
  func density() throws {
    let tables = try SyntheticTables()
    func add(_ id: String, area: Int, tops: Int) throws {
      try tables.append("\(id),\(id),,Maker,US,gpu,,2023-01-01,,yes,5,yes,,maker,", to: "chips")
      try tables.append("\(id),X,1,\(area),5,logic,yes,maker,primary,", to: "dies")
      try tables.append("\(id),fp16,matrix,\(tops),,maker,primary,,", to: "throughput")
    }
    try add("odd", area: 40, tops: 800)
    for peer in 1...7 { try add("peer-\(peer)", area: 800, tops: 800 + 20 * peer) }
    #expect(try tables.load().lint(tf32Reading: .container32) == [])
    try add("peer-8", area: 800, tops: 960)
    let findings = try tables.load().lint(tf32Reading: .container32)
    #expect(findings.map(\.rule) == [.densityRange])
    #expect(findings.first?.chip == "odd")
    #expect(findings.first?.severity == .warning)
  }

  @Test("a card for players may be measured above its rated clock, a part for data centres may not")
  func boost() throws {
    let tables = try SyntheticTables()
    try tables.append("game-1,Game 1,,Maker,US,gpu,,2023-01-01,,no,5,yes,,maker,", to: "chips")
    try tables.append("game-1,bf16,matrix,100,,maker,primary,,", to: "throughput")
    try tables.append("game-1,bf16,matrix,112,gemm,,press,secondary,,", to: "measurements")
    let findings = try tables.load().lint(tf32Reading: .container32)
    #expect(findings.map(\.severity) == [.warning])
  }

  @Test("what another source leaves open is no error")
  func openPeak() throws {
    let tables = try SyntheticTables()
    try tables.append("alpha-1,fp16,matrix,1150,,press,secondary,,", to: "throughput")
    try tables.append("alpha-1,fp16,matrix,1200,gemm,,press,secondary,,", to: "measurements")
    let findings = try tables.load().lint(tf32Reading: .container32)
    #expect(findings.map(\.severity) == [.warning])
  }

  @Test("the shipped tables hold nothing that cannot be true, and every finding names rows and a remedy")
  func shipped() throws {
    let findings = try Shipped.database().lint(tf32Reading: .container32)
    #expect(findings.filter { $0.severity == .error } == [])
    #expect(findings.allSatisfy { !$0.places.isEmpty && !$0.reason.isEmpty && !$0.remedy.isEmpty })
    #expect(findings.map(\.severity) == findings.map(\.severity).sorted())
  }

  @Test("a node's row needs a node, a date and a source")
  func nodes() throws {
    for line in ["5,2020-09-16,press,", ",2020-01-01,press,", "3,2023,press,", "3,2023-01-01,nobody,"] {
      let tables = try SyntheticTables()
      try tables.append(line, to: "nodes")
      #expect(tables.error() != nil, "\(line)")
    }
  }
}
