import ChipDB
import Foundation
import Rating
import Report
import Testing

@Suite struct WorkloadPagesTests {
  let database: ChipDatabase

  init() throws { database = try ChipDatabase.load(directory: RatingReportTests.root + "/chipdb") }

  private func text(_ document: Document) -> String {
    TerminalRenderer(isColored: false).render(document).split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  private func json(_ value: some Encodable) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(JSONRenderer().render(value).utf8)) as? [String: Any])
  }

  private func convert(
    _ from: String, to: String, by: String? = nil, intensity: Double? = nil, mix: String? = nil,
    modelGB: Double? = nil
  ) throws -> ConversionPage {
    let unit = try ConversionUnit(from, definition: nil, in: database)
    return ConversionPage(
      try Conversion(
        ConversionAmount("1000", of: unit), unit, to: ConversionUnit(to, definition: nil, in: database),
        by: ConversionMeasure.asked(by: by, intensity: intensity, precision: nil, mix: mix, in: database),
        via: nil, facilityFactor: nil, modelGB: modelGB, tf32Reading: .container32), in: database,
      tf32Reading: .container32)
  }

  @Test(
    "a conversion by the roofline says which figure binds each chip, where they turn, and which rate counts")
  func roofline() throws {
    let page = try convert("h20", to: "h100-sxm", by: "roofline", intensity: 100, modelGB: 1400)
    let text = text(page.document)
    #expect(text.contains("is 441.8 × NVIDIA H100 SXM5 80GB"))
    #expect(text.contains("attainable FP16 or BF16 rate at 100 operations a byte"))
    #expect(text.contains("ridge of h20 37.00 operations a byte"))
    #expect(text.contains("NVIDIA H20 SXM 96GB, bound by arithmetic"))
    #expect(text.contains("NVIDIA H100 SXM5 80GB, bound by memory"))
    #expect(text.contains("at least 18 at 80 GB each (nvidia-h100-spec, primary) hold it"))
    #expect(text.contains("18 × h100-sxm are 2.716 times (2.716 to 2.735 by the sources) 15 × h20"))
    let object = try json(page)
    #expect((object["ridgePoints"] as? [[String: Any]])?.count == 2)
    let fit = try #require(object["modelFit"] as? [String: Any])
    #expect((fit["second"] as? [String: Any])?["count"] != nil)
  }

  @Test("a mix says whose time the shares are of, and shows the time of every phase")
  func mix() throws {
    let text = text(try convert("h20", to: "h100-sxm", mix: "training=0.5,decode=0.5").document)
    #expect(text.contains("is 265.9 × NVIDIA H100 SXM5 80GB"))
    #expect(text.contains("are of the time of h100-sxm"))
    #expect(text.contains("never the plain average"))
    #expect(text.contains("3.343 reference time + 0.41875 reference time"))
  }

  @Test("a count by a cut-down INT8 path is a warning with both rates")
  func integers() throws {
    let text = text(try convert("gb300", to: "h100-sxm", by: "int8").document)
    #expect(text.contains("Warning: the INT8 rate of NVIDIA GB300"))
    #expect(text.contains("30.3 times below its FP8 rate of 5,000"))
    #expect(!self.text(try convert("gb300", to: "h100-sxm", by: "fp8e4m3").document).contains("Warning"))
  }

  @Test("a model that nobody can place says which figure is missing")
  func unknownCapacity() throws {
    let text = text(try convert("ascend-960", to: "h20", by: "tpp", modelGB: 100).document)
    #expect(text.contains("unknown, because its memory capacity is not known"))
    #expect(text.contains("The groups cannot be compared"))
  }

  @Test("a chip's page has the harmonic mean worked out, and every source of a composed definition")
  func chipPage() throws {
    let page = ChipPage(try database.chip(matching: "h20"), in: database, tf32Reading: .container32)
    let text = text(page.document)
    #expect(text.contains("1 / (0.5 / 0.1496 [training] + 0.5 / 1.194 [decode])"))
    let sources = try #require(try json(page)["sources"] as? [[String: Any]]).compactMap {
      $0["id"] as? String
    }
    #expect(Set(["gunther-harmonic-mean", "klockwood-h100", "ai-futures-compute"]).isSubset(of: sources))
    let unknown = ChipPage(try database.chip(matching: "ascend-960"), in: database, tf32Reading: .container32)
    #expect(self.text(unknown.document).contains("training: no FP16, BF16 throughput is known"))
  }

  @Test("systems are compared with power per figure, and what is unknown is named")
  func systems() throws {
    let page = SystemComparisonPage(
      try SystemComparison(
        database.system(matching: "cloudmatrix-384"), database.system(matching: "gb200-nvl72")), in: database)
    let text = text(page.document)
    #expect(text.contains("energy per operation at BF16 pJ"))
    #expect(text.contains("× 2.31"))
    #expect(text.contains("Known of one system alone: dense FP64"))
    let rack = try database.system(matching: "gb300-nvl72")
    #expect(
      self.text(SystemPage(rack, in: database).document).contains("Unknown: power. Power is never reckoned"))
    let pod = try SystemComparison(database.system(matching: "atlas-950-superpod"), rack)
    let podText = self.text(SystemComparisonPage(pod, in: database).document)
    #expect(podText.contains("Huawei Atlas 950 SuperPoD is announced"))
    #expect(podText.contains("Unknown of NVIDIA GB300 NVL72: power."))
    #expect(try json(SystemListPage(database))["systems"] is [Any])
  }
}
