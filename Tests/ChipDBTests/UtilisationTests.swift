import ChipDB
import Rating
import Testing

@Suite struct UtilisationTests {
  let database: ChipDatabase

  init() throws { database = try ChipDatabase.load(directory: Shipped.directory) }

  private func refusal(_ body: () throws -> UtilisationShare) -> String {
    let error = #expect(throws: ChipDBError.self) { try body() }
    #expect(error?.isUsage == true)
    return error?.description ?? ""
  }

  @Test("PaLM's MFU and goodput stand apart: 46 % while it trained, 30 % of the paid chip-hours")
  func palm() throws {
    let mfu = try database.mfu("palm-540b", at: .bf16)
    let goodput = try database.goodput("palm-540b")
    #expect(mfu.share.value == 0.462 && mfu.source == "epoch-ai-models" && mfu.run == "palm-540b")
    #expect(abs(mfu.share.value * goodput.share.value - 0.304) < 1e-12)
    #expect(goodput.note?.contains("0.304") == true)
  }

  @Test("there is no default: without a share the refusal lists the published ones with their sources")
  func noDefault() {
    let mfu = refusal { try database.mfu(nil, at: .bf16) }
    #expect(mfu.contains("no default") && mfu.contains("palm-540b: 0.462, BF16, tpu-v4, epoch-ai-models"))
    let goodput = refusal { try database.goodput(nil) }
    #expect(goodput.contains("no default") && goodput.contains("llama-3-1-405b: 0.9"))
  }

  @Test("a share of one precision's peak is not applied to another's")
  func precisions() throws {
    #expect(refusal { try database.mfu("palm-540b", at: .fp8e4m3) }.contains("ratio of two precisions"))
    #expect(refusal { try database.mfu("0.4@bf16", at: .fp8e4m3) }.contains("ratio of two precisions"))
    #expect(refusal { try database.mfu("pangu-ultra-moe", at: .bf16) }.contains("no source says"))
    #expect(try database.mfu("0.4@bf16", at: .bf16).share.value == 0.4)
    #expect(try database.mfu("deepseek-v3", at: .fp8e4m3).share.value == 0.1947)
  }

  @Test("where sources disagree the interval goes with the share")
  func interval() throws {
    #expect(try database.mfu("llama-3-1-405b", at: .bf16).share.range == 0.38...0.43)
  }

  @Test(
    "a share outside of 0 to 1, and what is neither a number nor a run, is refused",
    arguments: [
      "0", "-0.1", "1.2", "35", "nan", "inf", "1e400", "", "40%", "palm", "0.4@", "0.4@fp7", "@bf16",
    ])
  func hostile(text: String) {
    #expect(!refusal { try database.mfu(text, at: .bf16) }.isEmpty)
    #expect(!refusal { try database.goodput(text) }.isEmpty)
  }

  @Test("a run of which only the product is known gives neither alone, and says so")
  func product() {
    #expect(
      refusal { try database.mfu("falcon-180b", at: .bf16) }.contains(
        "0.1892 of the peak over all chip-hours"))
    #expect(refusal { try database.goodput("falcon-180b") }.contains("0.1892"))
  }

  @Test("every run names a known source, a share up to 1 and, where it is stated, a chip with that rate")
  func shipped() throws {
    #expect(database.utilisations.count >= 12)
    for run in database.utilisations {
      for value in [run.mfu, run.effective].compactMap({ $0 }) {
        #expect(database.sources[value.source] != nil && value.range.upperBound <= 1)
      }
      guard let id = run.chip, let precision = run.precision else { continue }
      #expect(try database.chip(matching: id).declared(precision) != nil, "\(run.run)")
    }
    #expect(
      database.trainingLimits.latencyOperations.value > database.trainingLimits.efficientOperations.value)
  }

  @Test("two rows of a run that disagree on its precision, and a share above 1, are named with their place")
  func broken() throws {
    let tables = try SyntheticTables()
    let line = try tables.append(
      "run-a,Run A,goodput,0.9,fp16,alpha-1,maker,primary,", "run-c,Run C,mfu,1.5,bf16,,maker,primary,",
      to: "utilisation")
    let text = try #require(tables.error()).description
    #expect(text.contains("utilisation.csv:\(line):") && text.contains("one run, one precision"))
    #expect(text.contains("utilisation.csv:\(line + 1):") && text.contains("above 1"))
  }
}
