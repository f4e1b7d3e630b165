import CPeak

/// A vector or matrix extension of an instruction set.
public enum InstructionExtension: String, Codable, CaseIterable, Sendable {
  case avx, avx2, fma, f16c
  case avxVNNI = "avx_vnni"
  case avx512f, avx512dq, avx512bw, avx512vl
  case avx512VNNI = "avx512_vnni"
  case avx512BF16 = "avx512_bf16"
  case avx512FP16 = "avx512_fp16"
  case amxTile = "amx_tile"
  case amxBF16 = "amx_bf16"
  case amxINT8 = "amx_int8"
  case amxFP16 = "amx_fp16"
  case neon, asimdhp, asimddp, i8mm, bf16, sve, sve2, sme

  /// The flag under which Linux lists the extension on Arm; `nil` for x86 extensions.
  var armFeature: String? {
    switch self {
    case .neon: "asimd"
    case .asimdhp, .asimddp, .i8mm, .bf16, .sve, .sve2, .sme: rawValue
    default: nil
    }
  }

  /// Whether CPUID reports the extension and the operating system saves its registers.
  var isEnabledOnX86: Bool {
    guard let place = cpuidPlace, let leaf = CPUIDLeaf(place.leaf, subleaf: place.subleaf) else {
      return false
    }
    let state = cpeak_xcr0()
    return leaf[keyPath: place.register] >> place.bit & 1 == 1 && state & place.state == place.state
  }

  private typealias Place = (
    leaf: UInt32, subleaf: UInt32, register: KeyPath<CPUIDLeaf, UInt32>, bit: UInt32, state: UInt64
  )

  /// Leaf, register and bit as in the Intel SDM, volume 2A, CPUID; the state bits as in volume 1, 13.
  private var cpuidPlace: Place? {
    let ymm: UInt64 = 0x6
    let zmm: UInt64 = 0xe6
    let tile: UInt64 = 0x60000
    switch self {
    case .fma: return (1, 0, \.ecx, 12, ymm)
    case .avx: return (1, 0, \.ecx, 28, ymm)
    case .f16c: return (1, 0, \.ecx, 29, ymm)
    case .avx2: return (7, 0, \.ebx, 5, ymm)
    case .avx512f: return (7, 0, \.ebx, 16, zmm)
    case .avx512dq: return (7, 0, \.ebx, 17, zmm)
    case .avx512bw: return (7, 0, \.ebx, 30, zmm)
    case .avx512vl: return (7, 0, \.ebx, 31, zmm)
    case .avx512VNNI: return (7, 0, \.ecx, 11, zmm)
    case .amxBF16: return (7, 0, \.edx, 22, tile)
    case .avx512FP16: return (7, 0, \.edx, 23, zmm)
    case .amxTile: return (7, 0, \.edx, 24, tile)
    case .amxINT8: return (7, 0, \.edx, 25, tile)
    case .avxVNNI: return (7, 1, \.eax, 4, ymm)
    case .avx512BF16: return (7, 1, \.eax, 5, zmm)
    case .amxFP16: return (7, 1, \.eax, 21, tile)
    case .neon, .asimdhp, .asimddp, .i8mm, .bf16, .sve, .sve2, .sme: return nil
    }
  }
}
