import CPeak

/// The four registers that one CPUID leaf returns.
struct CPUIDLeaf {
  let eax: UInt32
  let ebx: UInt32
  let ecx: UInt32
  let edx: UInt32

  /// Executes CPUID; `nil` where the processor has no such instruction or leaf.
  init?(_ leaf: UInt32, subleaf: UInt32 = 0) {
    var registers = cpeak_cpuid_registers()
    guard cpeak_cpuid(leaf, subleaf, &registers) else { return nil }
    (eax, ebx, ecx, edx) = (registers.eax, registers.ebx, registers.ecx, registers.edx)
  }

  /// The ASCII text that registers spell, four bytes each, up to the first NUL.
  static func text(_ registers: [UInt32]) -> String {
    let bytes = registers.flatMap { register in
      (0..<4).map { UInt8(truncatingIfNeeded: register >> (8 * $0)) }
    }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
