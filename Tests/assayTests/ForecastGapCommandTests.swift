import Foundation
import Testing

@Suite struct ForecastGapCommandTests {
  private func json(_ arguments: [String]) throws -> [String: Any] {
    let command = try Command(arguments + ["--format", "json"])
    #expect(command.status == 0, "\(command.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
  }

  private static let gap = [
    "forecast", "gap", "--by", "tpp-datasheet", "--known-by", "2026-11-24", "--resamples", "200",
  ]
  private static let scenario = ["forecast", "scenario", "--definition", "tops8-epoch", "--draws", "500"]

  @Test("the gap is told by chips up to the day by which things are known, and by growths after it")
  func gap() throws {
    let page = try json(Self.gap + ["--on", "2025-12-31", "2028-12-31"])
    #expect(page["schemaVersion"] != nil)
    let gap = try #require((page["gaps"] as? [[String: Any]])?.first)
    #expect((gap["standings"] as? [[String: Any]])?.map { $0["date"] as? String } == ["2025-12-31"])
    let trend = try #require(gap["trend"] as? [String: Any])
    #expect((trend["ratios"] as? [[String: Any]])?.map { $0["date"] as? String } == ["2028-12-31"])
  }

  @Test("a day beyond the horizon is marked, and few steps are warned of")
  func warnings() throws {
    let text = try Command(Self.gap + ["--on", "2040-01-01"]).output
    #expect(text.contains("2040-01-01 beyond the horizon") && text.contains("rests on few steps"))
  }

  @Test("every definition of the registry has its gap or the reason why not")
  func all() throws {
    let page = try json(["forecast", "gap", "--resamples", "100", "--on", "2026-01-01"])
    let gaps = try #require(page["gaps"] as? [[String: Any]])
    #expect(gaps.count >= 7)
    #expect(gaps.allSatisfy { ($0["trend"] == nil) != ($0["noTrend"] == nil) })
  }

  @Test("a scenario is told as text, Markdown, HTML and JSON, the same on every run")
  func scenario() throws {
    let page = try json(Self.scenario)
    #expect(page["schemaVersion"] != nil)
    #expect((page["taken"] as? [String: String])?["domestic"] == "epoch-owners")
    let text = try Command(Self.scenario).output
    #expect(text.contains("What drives it") && text.contains("epoch-chip-owners"))
    #expect(try Command(Self.scenario).output == text)
    for format in ["markdown", "html"] {
      #expect(try Command(Self.scenario + ["--format", format]).output.contains("Rival accounts"))
    }
  }

  @Test(
    "what cannot be answered ends with a code of its own and a remedy",
    arguments: [
      (["gap", "--against", "CN"], 64, "name another country"),
      (["gap", "--country", "XX"], 64, "write an ISO 3166"), (["gap", "--by", "h100e"], 64, "tpp-diffusion"),
      (["gap", "--known-by", "2005-01-01"], 15, "not out by 2005-01-01"),
      (["gap", "--since", "2030-01-01", "--known-by", "2026-11-24"], 64, "begin it earlier"),
      (["scenario", "nothing.yaml"], 64, "china-production"),
      (["scenario", "--take", "domestic"], 64, "PART=ALTERNATIVE"),
      (["scenario", "--take", "domestic=none"], 64, "cfr-generous"),
      (["scenario", "--draws", "10"], 64, "100 to"),
      (["scenario", "--level", "1"], 64, "above 0 and below 1"),
      (["scenario", "--on", "27"], 64, "such as 2027"), (["scenario", "--correlation", "2"], 64, "0 to 1"),
    ])
  func refused(_ arguments: [String], _ status: Int32, _ message: String) throws {
    let command = try Command(["forecast"] + arguments)
    #expect(command.status == status, "\(command.output.prefix(300))\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
  }

  @Test("a broken scenario file ends with 65 and its place")
  func broken() throws {
    let path = NSTemporaryDirectory() + "\(UUID().uuidString).yaml"
    try "id: own\ntitle: Own\ncountry: China\nparts: []\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let command = try Command(["forecast", "scenario", path])
    #expect(command.status == 65 && command.errors.contains("\(path):"), "\(command.errors)")
  }
}
