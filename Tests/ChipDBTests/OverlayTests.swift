import ChipDB
import Foundation
import Rating
import Testing

/// A private table laid over the shipped ones.
@Suite struct OverlayTests {
  let tables: SyntheticTables
  let own: String

  init() throws {
    tables = try SyntheticTables()
    own = NSTemporaryDirectory() + "assay-own-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
  }

  func write(_ content: String, to table: String) throws {
    try Data(content.utf8).write(to: URL(fileURLWithPath: "\(own)/\(table).csv"))
  }

  func load() throws(ChipDBError) -> ChipDatabase {
    try ChipDatabase.load(directory: tables.directory, overlay: own)
  }

  @Test("an own row wins over a better grade, is marked, and leaves the shipped value as a conflict")
  func wins() throws {
    try write(
      """
      chip,precision,unit,tops,sparse_factor,source,grade,as_of,note
      alpha-1,fp16,matrix,900,,press,unverified,2020-01-01,

      """, to: "throughput")
    let value = try #require(try load().chip(matching: "alpha-1").declared(.fp16))
    #expect(value.value == 900)
    #expect(value.isOwn)
    #expect(value.place?.description == "\(own)/throughput.csv:2")
    #expect(value.conflicts.map(\.value) == [1000])
    #expect(value.conflicts.first?.place?.description == "throughput.csv:2")
    #expect(try load().contradictions.isEmpty)
  }

  @Test("an own row that makes a source say something else is told, with both rows")
  func contradiction() throws {
    try write("chip,watts,kind,source,grade,note\nalpha-1,650,tdp,maker,primary,\n", to: "power")
    let database = try load()
    #expect(try database.chip(matching: "alpha-1").tdpWatts?.value == 650)
    let text = try #require(database.contradictions.first).description
    #expect(text.contains("power.csv:2:9: watts is '650' where power.csv:2 has '700'"))
  }

  @Test("an own chip replaces the facts of a shipped one and keeps its names; a new one is added")
  func chips() throws {
    try write(
      """
      id,name,aliases,vendor,country,kind,form_factor,released,status,data_centre,node_nm,non_planar,package,source,note
      alpha-1,Our Alpha,,Maker,US,gpu,sxm,2022-03-04,released,no,5,yes,,maker,
      house-9,House 9,,House,DE,asic,,,,,,,,press,

      """, to: "chips")
    let database = try load()
    let alpha = try database.chip(matching: "阿尔法")
    #expect(alpha.name == "Our Alpha")
    #expect(alpha.isOwn)
    #expect(alpha.dataCentre == .no)
    #expect(try #require(alpha.tdpWatts).value == 700)
    #expect(try database.chip(matching: "House 9").country == "DE")
    #expect(database.contradictions.count == 2)
    #expect(
      database.contradictions.contains {
        $0.message.contains("data_centre is 'no' where chips.csv:2 has 'yes'")
      })
  }

  @Test("a shipped source is not rewritten by an own one of the same id")
  func sources() throws {
    try write(
      "id,title,publisher,url,date,kind,retrieved,licence,note\nmaker,Forged,Maker,https://example.org/d,2024-01-02,datasheet,,,\n",
      to: "sources")
    let database = try load()
    #expect(database.sources["maker"]?.title == "Datasheet")
    #expect(database.contradictions.map(\.message).contains { $0.contains("the shipped source stands") })
  }

  @Test("a file that is no table is named, with the nearest one, and a missing directory says so")
  func unknown() throws {
    try write("x\n", to: "troughput")
    guard case .invalid(let problems) = #expect(throws: ChipDBError.self, performing: { try load() }) else {
      Issue.record("not refused")
      return
    }
    #expect(problems.map(\.message) == ["no table has this name: did you mean 'throughput.csv'?"])
    #expect(throws: ChipDBError.self) {
      try ChipDatabase.load(directory: tables.directory, overlay: own + "/nowhere")
    }
  }

  @Test("an own definition takes the place of a shipped one, with its phases, and what it changes is told")
  func definitions() throws {
    try write(
      "id,name,basis,precisions,constant,unit,reference,source,note\nby-rate,Rate,dense-tops,fp16,500,TOP/s,Alpha One,maker,\n",
      to: "equivalences")
    try write(
      "definition,phase,share,compute,bandwidth,intensity,source,note\nby-mix,training,0.5,by-rate,,,press,\nby-mix,decode,0.5,,by-memory,,press,\n",
      to: "equivalence_phases")
    let database = try load()
    #expect(database.equivalenceDefinitions.filter { $0.id == "by-rate" }.map(\.constant) == [500])
    #expect(try database.equivalenceDefinition("by-mix").phases.map(\.share) == [0.5, 0.5])
    #expect(database.contradictions.contains { $0.message.contains("'500' where") })
  }

  @Test("an own figure of a system wins and the shipped one stays in the interval")
  func systems() throws {
    try write(
      "system,quantity,precision,value,source,grade,note\npod-8,power_kw,,12,maker,secondary,\n",
      to: "system_figures")
    let power = try #require(try load().system(matching: "Pod of Eight").value(.power))
    #expect(power.bounded == BoundedValue(12, 10...12))
    #expect(power.published?.isOwn == true)
  }
}
