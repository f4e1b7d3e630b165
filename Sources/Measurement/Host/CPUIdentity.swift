import CPeak

/// What the processor says of itself.
///
/// On x86 this is CPUID; on Arm the main identification register as the kernel exports it.
/// A hypervisor may anonymise the brand; family and model stay.
public struct CPUIdentity: Codable, Equatable, Sendable {
  /// CPUID vendor string ("AuthenticAMD"), or the Arm implementer in hex ("0x41").
  public let vendor: String
  /// Display family; `nil` on Arm.
  public let family: Int?
  /// Display model; the part number on Arm.
  public let model: Int
  /// Stepping; the variant on Arm.
  public let stepping: Int
  /// The brand string, as the hypervisor lets it through.
  public let brand: String?
  /// Vector and matrix extensions that the processor has and the operating system enables.
  public let extensions: [InstructionExtension]

  /// Reads the identity of the processor this thread runs on.
  /// - Parameter files: where `/proc` and `/sys` are read from.
  /// - Returns: `nil` where neither CPUID nor an identification register can be read.
  public static func current(_ files: SystemFiles = SystemFiles()) -> CPUIdentity? {
    x86() ?? arm(files)
  }

  static func arm(_ files: SystemFiles) -> CPUIdentity? {
    let fields = files.colonFields("proc/cpuinfo")
    guard let implementer = fields["CPU implementer"].flatMap(hexadecimal),
      let part = fields["CPU part"].flatMap(hexadecimal)
    else { return nil }
    let features = Set((fields["Features"] ?? "").split(separator: " ").map(String.init))
    return CPUIdentity(
      vendor: "0x" + String(implementer, radix: 16), family: nil, model: part,
      stepping: fields["CPU variant"].flatMap(hexadecimal) ?? 0, brand: fields["model name"],
      extensions: InstructionExtension.allCases.filter { extensionCase in
        extensionCase.armFeature.map(features.contains) ?? false
      })
  }

  private static func hexadecimal(_ text: String) -> Int? {
    Int(text.hasPrefix("0x") ? String(text.dropFirst(2)) : text, radix: 16)
  }

  private static func x86() -> CPUIdentity? {
    guard let basic = CPUIDLeaf(0), let signature = CPUIDLeaf(1) else { return nil }
    let vendor = CPUIDLeaf.text([basic.ebx, basic.edx, basic.ecx])
    let baseFamily = Int(signature.eax >> 8 & 0xf)
    let baseModel = Int(signature.eax >> 4 & 0xf)
    let family = baseFamily == 0xf ? baseFamily + Int(signature.eax >> 20 & 0xff) : baseFamily
    let usesExtendedModel = baseFamily == 0xf || baseFamily == 6
    let model = usesExtendedModel ? Int(signature.eax >> 16 & 0xf) << 4 + baseModel : baseModel
    return CPUIdentity(
      vendor: vendor, family: family, model: model, stepping: Int(signature.eax & 0xf),
      brand: brand(), extensions: InstructionExtension.allCases.filter(\.isEnabledOnX86))
  }

  private static func brand() -> String? {
    guard let limit = CPUIDLeaf(0x8000_0000), limit.eax >= 0x8000_0004 else { return nil }
    let registers = (UInt32(0x8000_0002)...0x8000_0004).compactMap { CPUIDLeaf($0) }
      .flatMap { [$0.eax, $0.ebx, $0.ecx, $0.edx] }
    let text = CPUIDLeaf.text(registers).split(separator: " ").joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
