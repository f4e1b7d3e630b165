import CGEMM
import Testing

@Suite struct CUDASupportTests {
  struct Refusal: CustomTestStringConvertible {
    let product: DeviceProduct
    var fake = ""
    let reason: String
    var testDescription: String { "\(product.testDescription) \(fake)" }
  }

  static let refusals: [Refusal] = [
    .init(
      product: .init(name: "FP8 E5M2", input: .fp8e5m2, output: .bf16),
      reason: "cuBLASLt multiplies FP8 E5M2 by E4M3 only, not by E5M2"),
    .init(
      product: .init(name: "FP4", input: .fp4, output: .bf16), fake: "capability=90",
      reason: "FP4 E2M1 needs compute capability 10.0, this device has 9.0"),
    .init(
      product: .init(name: "FP8 E4M3", input: .fp8e4m3, output: .bf16), fake: "capability=80",
      reason: "FP8 E4M3 needs compute capability 8.9, this device has 8.0"),
    .init(
      product: .init(name: "FP8 E4M3", input: .fp8e4m3, output: .bf16, transposed: false),
      fake: "capability=90",
      reason: "cuBLASLt takes B of FP8 E4M3 as n rows of k only (transposed)"),
    .init(
      product: .init(name: "TF32", input: .fp32, output: .fp32, arithmetic: ASSAY_TF32),
      fake: "capability=75",
      reason: "TF32 needs compute capability 8.0"),
    .init(
      product: .init(name: "BF16", input: .bf16, output: .bf16), fake: "capability=70",
      reason: "BF16 needs compute capability 8.0, this device has 7.0"),
    .init(
      product: .init(name: "FP8 E4M3", input: .fp8e4m3, output: .bf16), fake: "old-library",
      reason: "cuBLASLt 11.10 has no FP8 E4M3: install that of CUDA 11.8 or newer"),
    .init(
      product: .init(name: "FP4", input: .fp4, output: .bf16), fake: "old-library",
      reason: "cuBLASLt 11.10 has no FP4 E2M1: install that of CUDA 12.8 or newer"),
    .init(
      product: .init(name: "BF16", input: .bf16, output: .fp16),
      reason: "cuBLASLt writes products of BF16 as FP32 or BF16, not as FP16"),
    .init(
      product: .init(name: "FP16", input: .fp16, output: .fp32, fast: true),
      reason: "a sum in FP16 is written as FP16 only"),
    .init(
      product: .init(name: "FP64", input: .fp64, output: .fp64, fast: true),
      reason: "cuBLASLt has one way only to sum products of FP64"),
    .init(
      product: .init(name: "INT32", input: .int32, output: .int32),
      reason: "cuBLASLt has no products of INT32"),
    .init(
      product: .init(name: "INT8", input: .int8, output: .int32, transposed: false),
      reason: "cuBLASLt takes B of INT8 as n rows of k only (transposed)"),
    .init(
      product: .init(name: "FP32", input: .fp32, output: .fp32, sparse: true),
      reason: "cuSPARSELt has no 2:4 sparse products of FP32"),
    .init(
      product: .init(name: "FP16", input: .fp16, output: .fp32, sparse: true),
      reason: "cuSPARSELt writes products of FP16 as FP16, not as FP32"),
    .init(
      product: .init(name: "FP16", input: .fp16, output: .fp16, sparse: true), fake: "old-library",
      reason: "cuSPARSELt is version 0.5.1: install one from 0.6 on, before 1"),
  ]

  @Test("what the device or the library lacks is told with the reason", arguments: refusals)
  func refused(refusal: Refusal) throws {
    let probe = try PluginProbe.selectedCUDA(refusal.fake)
    let reply = try probe.ask("supports", refusal.product.words)
    #expect(reply.status == ASSAY_UNSUPPORTED)
    #expect(reply.message == refusal.reason)
    #expect(try probe.ask("prepare", refusal.product.words + [1]).status == ASSAY_UNSUPPORTED)
  }

  @Test(
    "an older device still has what it has",
    arguments: [(70, DeviceFormat.fp16), (80, .bf16), (89, .fp8e4m3)])
  func accepted(capability: Int, format: DeviceFormat) throws {
    let probe = try PluginProbe.selectedCUDA("capability=\(capability)")
    let product = DeviceProduct(name: "", input: format, output: .fp32)
    #expect(try probe.ask("supports", product.words).status == ASSAY_OK)
  }

  @Test("a shape that no kernel takes is told with the shape")
  func shape() throws {
    let probe = try PluginProbe.selectedCUDA()
    let product = DeviceProduct(name: "FP8", input: .fp8e4m3, output: .bf16, shape: (16, 16, 17))
    let reply = try probe.ask("prepare", product.words + [1])
    #expect(reply.status == ASSAY_UNSUPPORTED)
    #expect(
      reply.message
        == "cuBLASLt 12.9.3 has no kernel for FP8 E4M3 to BF16, 16 × 16 × 17 with B transposed, on sm_100")
  }
}
