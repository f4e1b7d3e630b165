import Foundation
import Testing

@Suite struct LedgerCommandTests {
  private static let header =
    "date,exporter,consignee,ultimate_parent,headquarters,destination,chip,quantity,route\n"

  private func run(_ text: String, _ arguments: [String] = [], _ verb: String = "check") throws -> Command {
    let path = NSTemporaryDirectory() + "ledger-\(UUID().uuidString).csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try Command(["ledger", verb, path] + arguments)
  }

  private func line(_ quantity: Int, _ route: String = "lpp") -> String {
    "2025-06-01,Maker,Cloud,Falcon,AE,AE,h100-sxm,\(quantity),\(route)\n"
  }

  @Test("1,699 H100s by LPP are good, 1,700 end with code 14")
  func limit() throws {
    let within = try run(Self.header + line(1_699), ["--on", "2025-07-01"])
    #expect(within.status == 0, "\(within.errors)")
    let beyond = try run(Self.header + line(1_699) + line(1), ["--on", "2025-07-01"])
    #expect(beyond.status == 14 && beyond.output.contains(".csv:3"))
  }

  @Test(
    "a firm of the United States may take the allocation of the country that it ships to, one of China may not"
  )
  func allocation() throws {
    func line(_ headquarters: String) -> String {
      "2025-06-01,Maker,Cloud,Eagle,\(headquarters),AE,h100-sxm,10,allocation\n"
    }
    let american = try run(Self.header + line("US"), ["--on", "2025-07-01"])
    #expect(american.status == 0, "\(american.output)")
    let chinese = try run(Self.header + line("CN"), ["--on", "2025-07-01"])
    #expect(chinese.status == 14, "\(chinese.output)")
  }

  @Test("a line that cannot be read ends with code 65, with --strict before any answer")
  func broken() throws {
    let loose = try run(Self.header + line(1) + "x\n" + line(1), ["--on", "2025-07-01"])
    #expect(loose.status == 65 && loose.output.contains("3 read, 1 left out"))
    let strict = try run(Self.header + line(1) + "x\n" + line(1), ["--strict"])
    #expect(strict.status == 65 && strict.output.isEmpty && strict.errors.contains(".csv:3:1"))
  }

  @Test(
    "a broken row of what families own or lost ends with code 65: no share can be told without it",
    arguments: ["--owned", "--attrition"])
  func brokenStock(option: String) throws {
    let path = NSTemporaryDirectory() + "stock-\(UUID().uuidString).csv"
    try Data("date,ultimate_parent,destination,chip,quantity,route\n2025-01-20,Falcon,US,h100-sxmm,9,\n".utf8)
      .write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let command = try run(Self.header + line(1, "uveu"), [option, path])
    #expect(command.status == 65 && command.output.isEmpty)
    #expect(command.errors.contains("\(path):2:") && command.errors.contains("h100-sxm"))
  }

  @Test(
    "a licence beyond the country's allocation is said, and an agreement for a country without one is refused"
  )
  func beyondAllocation() throws {
    let licence = try run(Self.header + line(60_000, "licence"), ["--on", "2025-07-01"])
    #expect(licence.status == 0 && licence.output.contains("exceeded by 159,920,000 TPP"))
    let agreement = try run(Self.header + line(1), ["--agreement", "RU"])
    #expect(agreement.status == 64 && agreement.errors.contains("RU"))
  }

  @Test("as enforced the allowances do not hold, and the answer says so")
  func enforced() throws {
    let command = try run(Self.header + line(5_000, ""), ["--status", "enforced", "--on", "2025-07-01"])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("evaluated as enforced alone"))
    #expect(command.output.contains("do not hold under this standing"))
  }

  @Test("a plan tells what is left, from a ledger and without one")
  func plan() throws {
    let question = ["--chip", "h100", "--to", "AE", "--hq", "AE", "--parent", "falcon", "--on", "2025-07-01"]
    let after = try run(Self.header + line(1_000), question, "plan")
    #expect(
      after.status == 0 && after.output.contains("lpp         licence exception LPP"), "\(after.errors)")
    #expect(after.output.contains("699"))
    let empty = try Command(["ledger", "plan"] + question + ["--format", "json"])
    #expect(empty.status == 0 && empty.output.contains("\"chips\" : 1699"))
  }

  @Test(
    "a question that is not put right has its own message and code",
    arguments: [
      (["check", "/nonexistent.csv"], 65, "No such file"), (["check", "/"], 65, "a directory"),
      (["check"], 64, "file"), (["check", "x", "--accounts", "0"], 64, "above 0"),
      (["check", "x", "--status", "announced"], 64, "status"),
      (["plan", "--chip", "h100", "--to", "Atlantis"], 64, "unknown country"),
      (["plan", "--chip", "h1000", "--to", "AE"], 13, "nearest are"),
      (["check", "/dev/null", "--agreement", "XX"], 64, "unknown country"),
    ])
  func failures(arguments: [String], status: Int32, message: String) throws {
    let command = try Command(["ledger"] + arguments)
    #expect(command.status == status, "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
    #expect(command.output.isEmpty)
  }
}
