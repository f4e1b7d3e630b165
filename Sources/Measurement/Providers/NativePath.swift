import Rating

/// Which instruction extensions multiply a precision natively.
///
/// A library may compute a narrow format by converting to a wider one. The result is right, but the
/// rate is that of the wider format and earns no rating at the narrow one.
public struct NativePath: Sendable {
  private let extensions: Set<InstructionExtension>

  public init(_ cpu: CPUIdentity?) { extensions = Set(cpu?.extensions ?? []) }

  /// Why the processor has no native multiply at this precision; `nil` when it has one.
  public func missing(_ precision: Precision) -> String? {
    switch precision {
    case .fp64, .fp32: nil
    case .bf16: lacking([.avx512BF16, .amxBF16, .bf16], "BF16")
    case .fp16: lacking([.avx512FP16, .amxFP16, .asimdhp], "FP16")
    case .int8: lacking([.avx512VNNI, .avxVNNI, .amxINT8, .asimddp, .i8mm], "INT8 dot-product")
    case .int16: lacking([.avx512VNNI, .avxVNNI], "INT16 dot-product")
    case .tf32, .fp8e4m3, .fp8e5m2, .fp6, .fp4, .int4:
      "no \(precision.label) multiply in any instruction set that Assay knows on processors"
    }
  }

  private func lacking(_ alternatives: [InstructionExtension], _ what: String) -> String? {
    guard extensions.isDisjoint(with: alternatives) else { return nil }
    return "no native \(what) multiply on this processor (needs one of "
      + alternatives.map(\.rawValue).joined(separator: ", ") + ")"
  }
}
