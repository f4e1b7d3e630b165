import CGEMM
import Testing

@Suite("HIP: what is missing and what fails")
struct HipFailureTests {
  @Test(
    "What is missing is said in one sentence with a remedy",
    arguments: [
      ("hip-without-copy", "", "the HIP runtime has no function hipMemcpyAsync: install ROCm 5.0 or later"),
      ("", "old", "HIP 4.5 is too old: install ROCm 5.0 or later"),
      ("hip-alone", "", "install hipblaslt or rocblas"),
    ])
  func missing(_ part: String, _ behaviour: String, _ remedy: String) {
    let outcome = FakeHIP.open(part: part, behaviour: behaviour)
    #expect(outcome.status == Int32(bitPattern: ASSAY_UNSUPPORTED.rawValue))
    #expect(outcome.message.hasSuffix(remedy))
  }

  @Test("Without a driver there is no device, and what to do is said")
  func noDriver() {
    let outcome = FakeHIP.open(behaviour: "no-driver")
    #expect(outcome.status == Int32(bitPattern: ASSAY_UNSUPPORTED.rawValue))
    #expect(outcome.devices == 0)
    #expect(outcome.message.contains("hipGetDeviceCount: hipErrorNoDevice"))
  }

  @Test("The environment chooses the behaviour of a process")
  func environment() {
    let outcome = FakeHIP.open(behaviour: "dual-die,devices=6")
    #expect(outcome.status == 0)
    #expect(outcome.devices == 6)
  }

  @Test("Memory that the device does not have is told as such")
  func outOfMemory() throws {
    let session = try HipSession(behaviour: "oom")
    defer { session.close() }
    let failure = #expect(throws: HipFailure.self) { try session.allocate(2 << 20) }
    #expect(failure?.status == ASSAY_OUT_OF_MEMORY.rawValue)
    #expect(failure?.message == "hipMalloc: hipErrorOutOfMemory")
    // The error does not stay: what is left can be used.
    session.release(try session.allocate(1 << 16))
  }

  @Test("Where there is no room for a workspace, kernels that need none are left")
  func littleMemory() throws {
    let session = try HipSession(behaviour: "oom")
    defer { session.close() }
    let product = HipVariant(input: .fp16, output: .fp16).product(m: 32, n: 32, k: 32, transposed: false)
    let prepared = try session.prepare(product)
    defer { session.discard(prepared) }
    #expect(prepared.kernels.count == 3)
    #expect(prepared.kernels.last?.hasPrefix("rocBLAS") == true)
  }

  @Test("A device that vanishes while it computes is gone", arguments: ["vanish", "vanish,no-graph"])
  func vanishes(_ behaviour: String) throws {
    let session = try HipSession(behaviour: behaviour)
    defer { session.close() }
    let operands = try HipOperands(session, HipVariant(input: .fp32, output: .fp32), transposed: false)
    defer { operands.release(session) }
    let prepared = try session.prepare(operands.product, wanted: 1)
    defer { session.discard(prepared) }
    let failure = #expect(throws: HipFailure.self) {
      try session.run(prepared, a: operands.a, b: operands.b, c: operands.c, count: 16)
    }
    #expect(failure?.status == ASSAY_GONE.rawValue)
    #expect(failure?.message.contains("hipErrorLaunchFailure") == true)
    let later = #expect(throws: HipFailure.self) { try session.allocate(16) }
    #expect(later?.status == ASSAY_GONE.rawValue)
  }

  static let impossible: [(assay_product, String, String)] = {
    func kind(_ variant: HipVariant, _ change: (inout assay_product) -> Void = { _ in }) -> assay_product {
      var product = variant.product(m: 0, n: 0, k: 0, transposed: true)
      change(&product)
      return product
    }
    let fp8 = HipVariant(input: .fp8e4m3, output: .fp32)
    let tf32 = HipVariant(input: .fp32, output: .fp32, isTF32: true)
    let fp4 = HipVariant(input: .fp4, output: .fp32)
    let fp16 = HipVariant(input: .fp16, output: .fp16)
    return [
      (kind(fp8), "gfx90a", "gfx90a has no unit for FP8"),
      (kind(fp8), "no-compiler", "HIPRTC_ERROR_COMPILATION"),
      (kind(tf32), "gfx90a", "gfx90a has no unit for TF32"),
      (kind(tf32), "gfx950", "gfx950 has no unit for TF32"),
      (kind(tf32), "no-xf32", "hipBLASLt would compute this in FP32"),
      (kind(fp4), "", "gfx942 has no unit for FP4"),
      (kind(fp4) { $0.b_transposed = 0 }, "gfx950", "HIPBLAS_STATUS_NOT_SUPPORTED"),
      (kind(fp16) { $0.sparse = 1 }, "", "dense matrices only"),
      (kind(fp16) { $0.fast_accumulate = 1 }, "", "no faster, less exact sum"),
      (kind(HipVariant(input: .fp16, output: .fp64)), "", "no product of FP16 with a result in FP64"),
      (kind(HipVariant(input: .int8, output: .fp32)), "", "no product of INT8 with a result in FP32"),
      (kind(fp8), "old-hipblaslt", "hipBLASLt 0.3 is too old: 0.6 or later (ROCm 6.0) is needed"),
    ]
  }()

  @Test(
    "A product that device or library do not have is unsupported, with the reason",
    arguments: impossible.indices)
  func unsupported(_ index: Int) throws {
    let (product, behaviour, reason) = Self.impossible[index]
    let session = try HipSession(behaviour: behaviour)
    defer { session.close() }
    let failure = #expect(throws: HipFailure.self) { try session.supports(product) }
    #expect(failure?.status == ASSAY_UNSUPPORTED.rawValue)
    #expect(failure?.message.contains(reason) == true)
  }

  @Test("Every product that can be had is said to be supported", arguments: HipVariant.all)
  func supported(_ variant: HipVariant) throws {
    let session = try HipSession(behaviour: variant.behaviour)
    defer { session.close() }
    try session.supports(variant.product(m: 0, n: 0, k: 0, transposed: true))
  }

  @Test("Nothing but a description is had before a device is selected, and no kernel that there is not")
  func misuse() throws {
    let unselected = try HipSession(select: nil)
    defer { unselected.close() }
    #expect(throws: HipFailure.self) { try unselected.allocate(16) }
    #expect(throws: HipFailure.self) { try unselected.draw(.fp32, to: 0, count: 1, seed: 1) }
    #expect(throws: HipFailure.self) { try HipSession(select: 5) }
    let session = try HipSession()
    defer { session.close() }
    let operands = try HipOperands(session, HipVariant(input: .fp32, output: .fp32), transposed: false)
    defer { operands.release(session) }
    let prepared = try session.prepare(operands.product, wanted: 1)
    defer { session.discard(prepared) }
    #expect(throws: HipFailure.self) {
      try session.run(prepared, kernel: 1, a: operands.a, b: operands.b, c: operands.c, count: 1)
    }
  }
}
