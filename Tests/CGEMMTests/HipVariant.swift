import CGEMM

/// A kind of product on a device that has it.
struct HipVariant: CustomStringConvertible, Sendable {
  let input: HipFormat
  let output: HipFormat
  var isTF32 = false
  /// The behaviour of the fakes in which the device has it.
  var behaviour = ""
  /// FP4 on gfx950 has no other way.
  var onlyTransposed = false

  var description: String {
    "\(isTF32 ? "TF32" : "\(input)") to \(output)\(behaviour.isEmpty ? "" : " on \(behaviour)")"
  }

  /// C (m × n) = A (m × k) · B (k × n).
  func product(m: Int, n: Int, k: Int, transposed: Bool) -> assay_product {
    assay_product(
      input: input.number, output: output.number,
      arithmetic: Int32(bitPattern: (isTF32 ? ASSAY_TF32 : ASSAY_PLAIN).rawValue), fast_accumulate: 0,
      sparse: 0,
      b_transposed: transposed ? 1 : 0, m: Int64(m), n: Int64(n), k: Int64(k))
  }

  static let all: [HipVariant] = [
    HipVariant(input: .fp64, output: .fp64),
    HipVariant(input: .fp32, output: .fp32),
    HipVariant(input: .fp32, output: .fp32, isTF32: true),
    HipVariant(input: .fp16, output: .fp16),
    HipVariant(input: .fp16, output: .fp32),
    HipVariant(input: .bf16, output: .bf16),
    HipVariant(input: .bf16, output: .fp32),
    HipVariant(input: .int8, output: .int32),
    // gfx942, whose unit has FNUZ formats.
    HipVariant(input: .fp8e4m3, output: .fp32),
    HipVariant(input: .fp8e4m3, output: .bf16),
    HipVariant(input: .fp8e5m2, output: .fp16),
    HipVariant(input: .fp8e4m3, output: .fp16, behaviour: "gfx950"),
    HipVariant(input: .fp8e5m2, output: .fp32, behaviour: "gfx950"),
    HipVariant(input: .fp4, output: .fp32, behaviour: "gfx950", onlyTransposed: true),
    // Without hipBLASLt's kernels for them, or without a graph.
    HipVariant(input: .fp32, output: .fp32, behaviour: "old-hipblaslt"),
    HipVariant(input: .int8, output: .int32, behaviour: "old-hipblaslt"),
    HipVariant(input: .fp16, output: .fp16, behaviour: "no-graph"),
  ]

  /// The values of C, row by row, summed in FP64.
  static func multiply(a: [Double], b: [Double], m: Int, n: Int, k: Int, transposed: Bool) -> [Double] {
    var c = [Double](repeating: 0, count: m * n)
    for i in 0..<m {
      for j in 0..<n {
        for p in 0..<k {
          c[i * n + j] += a[i * k + p] * b[transposed ? j * k + p : p * n + j]
        }
      }
    }
    return c
  }
}
