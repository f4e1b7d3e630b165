import CGEMM
import Parallel
import Testing

@Suite struct CUDASparseTests {
  static let products: [DeviceProduct] = [
    .init(name: "FP16", input: .fp16, output: .fp16, sparse: true),
    .init(name: "FP16", input: .fp16, output: .fp16, sparse: true, transposed: false),
    .init(name: "FP16", input: .fp16, output: .fp16, fast: true, sparse: true),
    .init(name: "BF16", input: .bf16, output: .bf16, sparse: true),
    .init(name: "BF16", input: .bf16, output: .bf16, sparse: true, transposed: false),
    .init(name: "INT8", input: .int8, output: .int32, sparse: true),
    .init(name: "FP8 E4M3", input: .fp8e4m3, output: .bf16, sparse: true),
    .init(name: "FP8 E4M3", input: .fp8e4m3, output: .fp32, sparse: true),
  ]

  /// Of four neighbours two are kept, as the protocol chooses them.
  static func pruned(_ a: [Double], k: Int, seed: UInt64) -> [Double] {
    let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    return a.indices.map { index in
      let pair = pairs[Int(SplitMix64.number(at: index / 4, seed: seed ^ 0x3234_3234) % 6)]
      return index % 4 == pair.0 || index % 4 == pair.1 ? a[index] : 0
    }
  }

  @Test("a sparse A is multiplied exactly by every kernel, and anew when it has changed", arguments: products)
  func exact(product: DeviceProduct) throws {
    let probe = try PluginProbe.selectedCUDA()
    let (m, n, k) = product.shape
    #expect(try probe.ask("supports", product.words).status == ASSAY_OK)
    let kernels = try probe.ask("prepare", product.words + [8])
    #expect(
      kernels.fields == [
        "cuSPARSELt configuration 1 (its choice)", "cuSPARSELt configuration 0", "cuSPARSELt configuration 2",
      ])
    let b = smallNumbers(k * n, seed: 7)
    let sets = try (0..<2).map { set in
      try PlacedProduct(
        product, a: Self.pruned(smallNumbers(m * k, seed: UInt64(set)), k: k, seed: UInt64(set)), b: b,
        on: probe)
    }
    let addresses = sets.map(\.addresses.a) + sets.map(\.addresses.b) + sets.map(\.addresses.c)
    for kernel in kernels.fields.indices {
      #expect(try probe.ask("run", [kernel, 5, 2] + addresses).status == ASSAY_OK)
      for set in sets { #expect(try set.c(on: probe) == set.exact) }
    }
    let negated = sets[0].a.map(product.input.negated)
    try probe.upload(product.input.packed(negated), to: sets[0].addresses.a)
    #expect(try probe.ask("run", [0, 2, 2] + addresses).status == ASSAY_OK)
    #expect(try sets[0].c(on: probe) == sets[0].exact.map { -$0 })
  }

  @Test("products give back what they have taken")
  func givenBack() throws {
    let probe = try PluginProbe.selectedCUDA("memory=64")
    let product = DeviceProduct(name: "", input: .fp16, output: .fp16, sparse: true, shape: (1024, 64, 1024))
    let (a, b, c) = (
      try probe.allocate(2 << 20), try probe.allocate(128 << 10), try probe.allocate(128 << 10)
    )
    for _ in 0..<80 {
      #expect(try probe.ask("prepare", product.words + [2]).status == ASSAY_OK)
      #expect(try probe.ask("run", 0, 1, 1, a, b, c).status == ASSAY_OK)
      try probe.get("discard")
    }
  }
}
