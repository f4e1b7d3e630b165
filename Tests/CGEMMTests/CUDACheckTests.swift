import CGEMM
import Parallel
import Testing

@Suite struct CUDACheckTests {
  static let products = CUDAProductTests.everyLayout

  /// x of the protocol's `check`.
  static func weight(_ index: Int, seed: UInt64) -> Double {
    let number = SplitMix64.number(at: index, seed: seed)
    return (number >> 63 == 0 ? 1 : -1) * Double(1 + number & 7)
  }

  @Test("a right C deviates by nothing, a wrong one by its error in its row", arguments: products)
  func checked(product: DeviceProduct) throws {
    let probe = try PluginProbe.selectedCUDA()
    let (m, n, k) = product.shape
    let seed: UInt64 = 0x1234_5678_9abc_def0
    let placed = try PlacedProduct(
      product, a: smallNumbers(m * k, seed: 1), b: smallNumbers(k * n, seed: 2), on: probe)
    var c = placed.exact
    let check: () throws -> [String] = {
      try probe.upload(product.output.packed(c.map(product.output.element)), to: placed.addresses.c)
      let addresses: [any CustomStringConvertible] = [
        placed.addresses.a, placed.addresses.b, placed.addresses.c, seed,
      ]
      let reply = try probe.ask("check", product.words + addresses)
      #expect(reply.status == ASSAY_OK, "\(reply)")
      return reply.fields
    }
    #expect(try check()[0] == "0")
    let wrong = (row: m - 2, column: n / 2)
    c[wrong.row * n + wrong.column] += 2
    let told = try check()
    #expect(Double(told[0]) == 2 * Self.weight(wrong.column, seed: seed).magnitude)
    #expect(told[1] == "\(wrong.row)")
  }

  @Test("NaN and infinity in C are told as NaN, with their row", arguments: [Double.nan, .infinity])
  func notANumber(value: Double) throws {
    let probe = try PluginProbe.selectedCUDA()
    for output in [DeviceFormat.fp32, .bf16] {
      let product = DeviceProduct(name: "", input: .bf16, output: output)
      let placed = try PlacedProduct(
        product, a: smallNumbers(48 * 64, seed: 1), b: smallNumbers(64 * 32, seed: 2), on: probe)
      var c = placed.exact.map(output.element)
      c[20 * 32 + 3] =
        output == .fp32 ? UInt64(Float(value).bitPattern) : UInt64(Float(value).bitPattern >> 16)
      try probe.upload(output.packed(c), to: placed.addresses.c)
      let addresses: [any CustomStringConvertible] = [
        placed.addresses.a, placed.addresses.b, placed.addresses.c, 5,
      ]
      let reply = try probe.ask("check", product.words + addresses)
      #expect(reply.fields == ["nan", "20"])
    }
  }

  @Test("what a library does wrong is found", arguments: ["wrong", "nan", "half", "skip"])
  func found(fake: String) throws {
    let probe = try PluginProbe.selectedCUDA(fake)
    let product = DeviceProduct(name: "FP32", input: .fp32, output: .fp32)
    let (a, b) = ((0..<48 * 64), (0..<64 * 32))
    let drawn = { (index: Int, seed: UInt64) in
      DeviceFormat.fp32.value(DeviceFormat.fp32.drawn(index, seed: seed))
    }
    let placed = try PlacedProduct(product, a: a.map { drawn($0, 1) }, b: b.map { drawn($0, 2) }, on: probe)
    let other = try PlacedProduct(product, a: a.map { drawn($0, 3) }, b: b.map { drawn($0, 2) }, on: probe)
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
    let addresses: [any CustomStringConvertible] = [
      placed.addresses.a, other.addresses.a, placed.addresses.b, other.addresses.b, placed.addresses.c,
      other.addresses.c,
    ]
    #expect(try probe.ask("run", [0, 2, 2] + addresses).status == ASSAY_OK)
    let deviations = try [placed, other].map { one in
      let reply = try probe.ask(
        "check",
        product.words + [one.addresses.a, one.addresses.b, one.addresses.c, 5]
          as [any CustomStringConvertible])
      return Double(reply.fields[0]) ?? .nan
    }
    // What the sum of 64 products rounds to is below 1e-4 here.
    #expect(!deviations.allSatisfy { $0 < 1e-3 })
  }
}
