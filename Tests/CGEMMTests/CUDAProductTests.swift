import CGEMM
import Testing

@Suite struct CUDAProductTests {
  static let products: [DeviceProduct] = [
    .init(name: "FP64", input: .fp64, output: .fp64, shape: (5, 7, 3)),
    .init(name: "FP32", input: .fp32, output: .fp32, shape: (5, 7, 3)),
    .init(name: "TF32", input: .fp32, output: .fp32, arithmetic: ASSAY_TF32, shape: (5, 7, 3)),
    .init(name: "FP16", input: .fp16, output: .fp16),
    .init(name: "FP16", input: .fp16, output: .fp32),
    .init(name: "FP16", input: .fp16, output: .fp16, fast: true),
    .init(name: "BF16", input: .bf16, output: .bf16),
    .init(name: "BF16", input: .bf16, output: .fp32),
    .init(name: "FP8 E4M3", input: .fp8e4m3, output: .bf16),
    .init(name: "FP8 E4M3", input: .fp8e4m3, output: .fp16),
    .init(name: "FP8 E4M3", input: .fp8e4m3, output: .fp32, fast: true),
    .init(name: "FP4", input: .fp4, output: .bf16, shape: (160, 32, 192)),
    .init(name: "FP4", input: .fp4, output: .fp32),
    .init(name: "INT8", input: .int8, output: .int32),
  ]
  /// With B as k rows of n as well, where a kernel takes it so.
  static let everyLayout = products.flatMap { product in
    var other = product
    other.transposed = false
    return [.fp4, .int8].contains(product.input) ? [product] : [product, other]
  }

  @Test(
    "every precision gives the exact product, in both layouts and by every kernel", arguments: everyLayout)
  func exact(product: DeviceProduct) throws {
    let probe = try PluginProbe.selectedCUDA()
    let (m, n, k) = product.shape
    #expect(try probe.ask("supports", product.words).status == ASSAY_OK)
    let kernels = try probe.ask("prepare", product.words + [8])
    try #require(kernels.status == ASSAY_OK, "\(kernels)")
    // The third kernel of FP32 is none.
    #expect(kernels.fields.count == (product.name == "FP32" ? 2 : 3))
    for kernel in kernels.fields.indices {
      let placed = try PlacedProduct(
        product, a: smallNumbers(m * k, seed: 1), b: smallNumbers(k * n, seed: UInt64(2 + kernel)), on: probe)
      let seconds = try probe.get(
        "run", kernel, 2, 1, placed.addresses.a, placed.addresses.b, placed.addresses.c)
      #expect(Double(seconds[0]).map { $0 > 0 && $0 < 10 } == true)
      #expect(try placed.c(on: probe) == placed.exact)
    }
  }

  @Test("whole bytes are multiplied exactly, not only small ones")
  func bytes() throws {
    let probe = try PluginProbe.selectedCUDA()
    let product = DeviceProduct(name: "INT8", input: .int8, output: .int32)
    let numbers = { (count: Int, seed: UInt64) in
      (0..<count).map { DeviceFormat.int8.value(DeviceFormat.int8.drawn($0, seed: seed)) }
    }
    let placed = try PlacedProduct(product, a: numbers(48 * 64, 5), b: numbers(64 * 32, 6), on: probe)
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
    try probe.get("run", 0, 1, 1, placed.addresses.a, placed.addresses.b, placed.addresses.c)
    #expect(try placed.c(on: probe) == placed.exact)
  }

  @Test("FP32 keeps all its bits by every kernel, TF32 takes eleven of them")
  func significands() throws {
    let probe = try PluginProbe.selectedCUDA()
    for arithmetic in [ASSAY_PLAIN, ASSAY_TF32] {
      let product = DeviceProduct(
        name: "", input: .fp32, output: .fp32, arithmetic: arithmetic, shape: (1, 1, 1))
      let kernels = try probe.ask("prepare", product.words + [8]).fields
      for kernel in kernels.indices {
        let placed = try PlacedProduct(product, a: [1 + 0x1p-20], b: [1], on: probe)
        try probe.get("run", kernel, 1, 1, placed.addresses.a, placed.addresses.b, placed.addresses.c)
        #expect(try placed.c(on: probe) == [arithmetic == ASSAY_PLAIN ? 1 + 0x1p-20 : 1])
      }
    }
  }

  @Test(
    "the faster sum is asked for only when it is wanted",
    arguments: [(DeviceFormat.fp16, 4096, 2048.0), (.fp8e4m3, 20_480, 16_384)])
  func sums(format: DeviceFormat, k: Int, stuck: Double) throws {
    let probe = try PluginProbe.selectedCUDA()
    for fast in [false, true] {
      let product = DeviceProduct(name: "", input: format, output: .fp16, fast: fast, shape: (16, 16, k))
      let ones = [Double](repeating: 1, count: 16 * k)
      let placed = try PlacedProduct(product, a: ones, b: ones, on: probe)
      #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
      try probe.get("run", 0, 1, 1, placed.addresses.a, placed.addresses.b, placed.addresses.c)
      // A sum that keeps few bits stands still once one is below its last.
      #expect(try placed.c(on: probe) == [Double](repeating: fast ? stuck : Double(k), count: 256))
    }
  }

  @Test("a run goes round its sets, recorded or not", arguments: ["", "no-capture"], [1, 7, 600])
  func sets(fake: String, count: Int) throws {
    let probe = try PluginProbe.selectedCUDA(fake)
    let product = DeviceProduct(name: "FP64", input: .fp64, output: .fp64, shape: (3, 2, 4))
    let placed = try (0..<3).map {
      try PlacedProduct(
        product, a: smallNumbers(12, seed: UInt64($0)), b: smallNumbers(8, seed: 9), on: probe)
    }
    let addresses = placed.map(\.addresses.a) + placed.map(\.addresses.b) + placed.map(\.addresses.c)
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
    // The second time what has been recorded is used again.
    for _ in 0..<2 {
      for one in placed { try probe.upload([UInt8](repeating: 0x5a, count: 48), to: one.addresses.c) }
      #expect(try probe.ask("run", [0, count, 3] + addresses).status == ASSAY_OK)
      for (index, one) in placed.enumerated() {
        #expect(try (one.c(on: probe) == one.exact) == (index < count))
      }
    }
  }

  @Test(
    "products come one after another, each on the set after the last", arguments: ["", "no-capture"],
    [1, 256, 601])
  func order(fake: String, count: Int) throws {
    let probe = try PluginProbe.selectedCUDA(fake)
    let product = DeviceProduct(name: "FP64", input: .fp64, output: .fp64, shape: (1, 1, 1))
    // A ring: the C of each set is the A of the next, and every product doubles it.
    let ring = try [1.0, 0, 0].map { try probe.place(DeviceFormat.fp64.packed([$0.bitPattern])) }
    let two = try probe.place(DeviceFormat.fp64.packed([(2.0).bitPattern]))
    let addresses = ring + [two, two, two] + [ring[1], ring[2], ring[0]]
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
    #expect(try probe.ask("run", [0, count, 3] + addresses).status == ASSAY_OK)
    let last = DeviceFormat.fp64.unpacked(try probe.download(8, from: ring[count % 3]), count: 1)[0]
    #expect(Double(bitPattern: last) == Double(sign: .plus, exponent: count, significand: 1))
  }

  @Test("a kernel is told in words, as the library numbers it")
  func names() throws {
    let probe = try PluginProbe.selectedCUDA()
    let product = DeviceProduct(name: "FP16", input: .fp16, output: .fp32)
    #expect(
      try probe.ask("prepare", product.words + [2]).fields == [
        "cuBLASLt algorithm 66, tile 128x256, stages 128xauto, cluster 2x1, tensor cores, sum in FP32",
        "cuBLASLt algorithm 66, tile 128x128, stages 128xauto, cluster 1x1, k split by 4, tensor cores, sum in FP32",
      ])
  }

  @Test("a kernel that there is not, and a run of nothing, are refused")
  func badRuns() throws {
    let probe = try PluginProbe.selectedCUDA()
    let product = DeviceProduct(name: "FP64", input: .fp64, output: .fp64, shape: (1, 1, 1))
    let placed = try PlacedProduct(product, a: [1], b: [1], on: probe)
    let addresses: [any CustomStringConvertible] = [
      placed.addresses.a, placed.addresses.b, placed.addresses.c,
    ]
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
    for numbers in [[1, 1, 1], [-1, 1, 1], [0, 0, 1], [0, 1, 0]] {
      #expect(try probe.ask("run", numbers + addresses).status == ASSAY_FAILED)
    }
    var empty = product
    empty.shape.k = 0
    #expect(try probe.ask("prepare", empty.words + [1]).status == ASSAY_FAILED)
  }
}
