import ChipDB
import Rating
import Testing

/// Mistakes that the field has made, each explained by the shipped figures alone.
@Suite struct MisreadingTests {
  let database: ChipDatabase
  let engine: MisreadingEngine

  init() throws {
    database = try Shipped.database()
    engine = MisreadingEngine(database, tf32Reading: .container32)
  }

  struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let chip: String
    let quantity: Chip.Trap.Quantity
    let value: Double
    let kind: Misreading.Kind
    /// Parts of the reason.
    let says: [String]

    init(
      _ description: String, _ chip: String, _ quantity: Chip.Trap.Quantity, _ value: Double,
      _ kind: Misreading.Kind, _ says: String...
    ) {
      testDescription = description
      self.chip = chip
      self.quantity = quantity
      self.value = value
      self.kind = kind
      self.says = says
    }
  }

  @Test(
    "the field's real mistakes are explained, with the numbers",
    arguments: [
      Mistake(
        "huggingface.js rates the H100 by four times its FP32 rate", "h100-sxm", .tops(.fp16), 267.6, .vector,
        "4 × 66.91", "989.5 TOP/s"),
      Mistake(
        "mlco2 rates the H100 by its sparse rate", "h100-sxm", .tops(.fp16), 1979, .sparse, "2 × 989.5"),
      Mistake(
        "a tracker gives the MI300X the A100's rate", "mi300x", .tops(.fp16), 312, .otherChip, "A100",
        "1,307.4"),
      Mistake(
        "Gaudi 3 is counted by 8 bit alone", "gaudi3", .tpp, 14680, .bitLength, "1,835 × 8 bit", "BF16",
        "29,360"),
      Mistake(
        "a magazine doubles the RTX 4090's TPP once more", "rtx-4090", .tpp, 10570, .doubled, "2 × 5,284.8"),
      Mistake(
        "a simulator rates the H100 by its vector units", "h100-sxm", .tpp, 2144, .vector, "vector units",
        "15,832"),
      Mistake("a note puts the A800 on the line", "a800-sxm", .tpp, 4800, .rounding, "4,992"),
      Mistake(
        "a tracker leaves out the MI300X's I/O dies", "mi300x", .performanceDensity, 20.57, .wrongArea,
        "1,016.98 mm²", "2,400 mm²"),
      Mistake(
        "a tracker gives the MI308X the H20's TPP", "mi308x", .tpp, 2368, .otherChip, "H20"),
      Mistake(
        "torchtitan counts one die of the MI250X", "mi250x", .tops(.bf16), 191.5, .perDie, "2 equal dies",
        "383"),
      Mistake(
        "a table prints the H100's sparse TF32 rate as FP32", "h100-sxm", .tops(.fp32), 989, .sparse, "TF32"),
    ])
  func realMistakes(mistake: Mistake) throws {
    let chip = try database.chip(matching: mistake.chip)
    let found = database.misreadings(
      of: mistake.value, quantity: mistake.quantity, for: chip, tf32Reading: .container32)
    let best = try #require(found.first)
    #expect(best.kind == mistake.kind)
    for part in mistake.says { #expect(best.reason.contains(part), "\(best.reason)") }
    #expect(try #require(best.truth).value != mistake.value)
    #expect(Set(found.map(\.kind)).count == found.count)
  }

  /// What the database's figures do not explain, and why.
  static let unexplained: [String: String] = [
    "a30 fp16 10.32": "the vector rate of the A30 is not in the database",
    "b200 fp16 496.6": "no multiple of the FP32 rate of 75",
    "b300 fp16 1232": "no multiple of the FP32 rate of 75",
    "gb10 fp16 29.71": "the vector rate of the GB10 is not in the database",
    "mi300a performance-density 15.43": "the dies of the MI300A are not in the database",
    "mi350x performance-density 36.29": "the dies of the MI350X are not in the database",
    "mi355x performance-density 39.59": "the dies of the MI355X are not in the database",
    "mi355x tpp 37440": "the same column's figure of the MI350X is not in the database",
    "rtx-pro-6000-server fp4 4000": "the dense rate is scaled to another clock",
  ]

  @Test("nine in ten of the traps are explained by their kind; the rest are known, each with its reason")
  func traps() {
    var first = 0
    var explained = 0
    var missed: [String] = []
    for chip in database.chips {
      for trap in chip.traps {
        guard let number = trap.number else { continue }
        let kinds = engine.misreadings(of: number, quantity: trap.quantity, for: chip).map(\.kind)
        let kind = Misreading.Kind(trap.kind)
        if kinds.first == kind { first += 1 }
        if kinds.contains(kind) {
          explained += 1
        } else {
          missed.append("\(chip.id) \(trap.quantity.rawValue) \(trap.value)")
        }
      }
    }
    let total = explained + missed.count
    #expect(Double(explained) >= 0.9 * Double(total), "\(explained) of \(total)")
    #expect(first == explained, "the trap's own kind is the best explanation")
    #expect(Set(missed) == Set(Self.unexplained.keys))
  }

  @Test("a chip's own figure is no misreading, and a digit less is only rounding")
  func ownFigures() throws {
    let h100 = try database.chip(matching: "h100-sxm")
    let own = try #require(h100.declared(.fp16)).value
    #expect(engine.misreadings(of: own, quantity: .tops(.fp16), for: h100).isEmpty)
    #expect(engine.misreadings(of: 989, quantity: .tops(.fp16), for: h100).map(\.kind) == [.rounding])
    #expect(engine.misreadings(of: 15830, quantity: .tpp, for: h100).map(\.kind) == [.rounding])
  }

  @Test("what nothing explains has no explanation, and no number is none")
  func nothing() throws {
    let h100 = try database.chip(matching: "h100-sxm")
    for value in [3.217, 0, -989.5, .infinity, .nan] {
      #expect(engine.misreadings(of: value, quantity: .tops(.fp16), for: h100).isEmpty, "\(value)")
    }
    #expect(engine.misreadings(of: 1979, quantity: .eccn, for: h100).isEmpty)
  }

  @Test("a memory of 80 GB told as 74.5 or 85.9 is GiB and GB confused")
  func memory() throws {
    let h100 = try database.chip(matching: "h100-sxm")
    for value in [74.51, 85.9] {
      #expect(engine.misreadings(ofMemory: value, quantity: .capacity, for: h100).map(\.kind) == [.unit])
    }
    #expect(engine.misreadings(ofMemory: 80, quantity: .capacity, for: h100).isEmpty)
    #expect(engine.misreadings(ofMemory: 64, quantity: .capacity, for: h100).isEmpty)
  }

  @Test("a processor's rate at the base clock is told from the one at the boost clock")
  func clocks() throws {
    let tables = try SyntheticTables()
    try tables.append("core-64,core-a,64,2,3,maker,primary,", to: "cpus")
    try tables.append("core-64,fp32,vector,12,,maker,primary,,", to: "throughput")
    let database = try tables.load()
    let found = database.misreadings(
      of: 8, quantity: .tops(.fp32), for: try database.chip(matching: "core-64"), tf32Reading: .container32)
    #expect(found.first?.kind == .clock)
    #expect(try #require(found.first).reason.contains("12 × 2 / 3 GHz: the base clock"))
  }

  @Test("a thousand times too much is another unit, and a package times its dies is said to count them twice")
  func factors() throws {
    let mi250x = try database.chip(matching: "mi250x")
    #expect(engine.misreadings(of: 383_000, quantity: .tops(.fp16), for: mi250x).first?.kind == .unit)
    let twice = engine.misreadings(of: 766, quantity: .tops(.fp16), for: mi250x)
    #expect(twice.first?.kind == .perPackage)
  }
}
