import Foundation
import Testing

@Suite struct ChipsCommandTests {
  @Test(
    "each question that is not put right has its own message and code",
    arguments: [
      (["list", "--where", "tpp"], 64, "no comparison"),
      (["list", "--where", ""], 64, "no comparison"),
      (["list", "--where", "tpp>=10^309"], 64, "no finite number"),
      (["list", "--where", "-1>tpp"], 64, "figure '-1' is not known"),
      (["list", "--where", "tpq>=1"], 64, "did you mean 'tpp'?"),
      (["list", "--columns", ""], 64, "the column ''"),
      (["list", "--columns", "id,nonsense"], 64, "'nonsense' is not known"),
      (["list", "--columns", "id,id"], 64, "twice"),
      (["list", "--sort", "weight"], 64, "the column 'weight'"),
      (["list", "--ascending", "--descending"], 64, "ascending"),
      (["list", "--limit", "0"], 64, "at least 1"),
      (["list", "--limit", "-3"], 64, "at least 1"),
      (["list", "--limit", "99999999999999999999"], 64, "limit"),
      (["list", "--country", "China"], 64, "one of CN"),
      (["list", "--from", "2024-02-30"], 64, "from"),
      (["list", "--from", "2024-01-02", "--to", "2024-01-01"], 64, "exchange them"),
      (["compare", "h20"], 64, "needs two"),
      (["compare", "h20", "H20 96GB"], 64, "named twice"),
      (["compare", "h20", "H2000"], 13, "nearest are"),
      (["search", "qqqqqqqq"], 13, "no chip is called"),
      (["search", "zzzz 9999"], 13, "no chip is called"),
      (["search", ""], 13, "blank"),
      (["export"], 64, "--format"),
      (["export", "--format", "xml"], 64, "csv"),
      (["export", "--format", "csv", "--output", "/nonexistent/x.csv"], 73, "cannot write"),
      (["equivalent", "H2000"], 13, "nearest are"),
      (["equivalent", "H20", "--country", "ZZ"], 64, "one of CN"),
      (["equivalent", "H20", "--definition", "h100e"], 64, "tpp-diffusion"),
      (["equivalent", "H20", "--limit", "0"], 64, "at least 1"),
    ])
  func failures(arguments: [String], status: Int, message: String) throws {
    let command = try Command(["chips"] + arguments)
    #expect(command.status == Int32(status), "\(command.output)\n\(command.errors)")
    #expect(command.errors.contains(message), "\(command.errors)")
    #expect(command.output.isEmpty)
  }

  @Test("conditions, order, columns and limit make one list, as text, CSV and JSON")
  func list() throws {
    let question = [
      "chips", "list", "--where", "tpp>=4800", "--where", "bandwidth < 2000", "--sort", "tpp", "--ascending",
      "--columns", "id,tpp,bandwidth", "--limit", "4", "--format",
    ]
    let csv = try Command(question + ["csv"])
    #expect(csv.status == 0, "\(csv.errors)")
    let rows = csv.output.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.first == ["id", "tpp", "bandwidth"])
    let tpp = rows.dropFirst().compactMap { Double($0[1]) }
    #expect(tpp.count == 4 && tpp == tpp.sorted() && tpp.allSatisfy { $0 >= 4800 })
    #expect(csv.errors.contains("left out because a figure is unknown"))
    let json = try Command(question + ["json"])
    let chips = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(chips.map { $0["id"] as? String } == rows.dropFirst().map { String($0[0]) })
    #expect(try Command(question + ["text"]).output.contains("left out because"))
  }

  @Test("search, compare and equivalent answer with 0 and say what they rest on")
  func answers() throws {
    #expect(try Command(["chips", "search", "昇腾", "910C"]).output.contains("ascend-910c"))
    #expect(try Command(["chips", "search", "10de:2330"]).output.contains("device id"))
    #expect(try Command(["chips", "search", "AuthenticAMD", "25", "17"]).output.contains("Zen 4"))
    #expect(try Command(["chips", "compare", "h20", "910c", "mi308x"]).output.contains("What differs most"))
    let equivalent = try Command(["chips", "equivalent", "H20", "--country", "cn", "--limit", "3"])
    #expect(equivalent.status == 0)
    #expect(equivalent.output.contains("the default: the first of equivalences.csv"))
  }

  @Test("an export goes to a file whole, or is filtered to standard output")
  func export() throws {
    let file = NSTemporaryDirectory() + UUID().uuidString + ".json"
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(try Command(["chips", "export", "--format", "json", "--output", file]).status == 0)
    let chips = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file))) as? [[String: Any]]
    )
    #expect(chips.count > 300)
    let csv = try Command(["chips", "export", "--format", "csv", "--vendor", "biren"])
    #expect(csv.output.hasPrefix("chip,quantity,precision,unit,value,source,grade,as_of,chosen"))
    #expect(csv.output.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("br") })
    #expect(
      try Command(["chips", "export", "--format", "md", "--vendor", "biren"]).output.contains("## br100"))
  }

  @Test("rows of a table of one's own are marked on the page and in the list of values")
  func own() throws {
    let own = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: own) }
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    try
      "chip,precision,unit,tops,sparse_factor,source,grade,as_of,note\nh20,fp16,matrix,150,,nvidia-h100-spec,primary,,\n"
      .write(toFile: own + "/throughput.csv", atomically: true, encoding: .utf8)
    let show = try Command(["chips", "show", "h20", "--chipdb", own])
    #expect(show.output.contains("primary, own"))
    #expect(show.output.contains("150 TOP/s (nvidia-h100-spec, primary, own) × 16 bit = 2,400 TPP"))
    let export = try Command(["chips", "export", "--format", "csv", "--vendor", "NVIDIA", "--chipdb", own])
    #expect(
      export.output.contains("h20,throughput,fp16,TOP/s,150,nvidia-h100-spec,primary,,yes,matrix,\(own)"))
  }
}
