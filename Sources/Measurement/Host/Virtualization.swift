/// Whether this is a virtual machine, and what its neighbours take.
public struct Virtualization: Codable, Equatable, Sendable {
  /// The hypervisor's CPUID signature ("KVMKVMKVM"), or `nil` on bare metal and where it hides.
  public let hypervisor: String?
  /// The share of processor time since boot that the hypervisor gave to others, 0…1.
  public let stealShare: Double?

  public static func current(_ files: SystemFiles = SystemFiles()) -> Virtualization {
    var hypervisor: String?
    if let features = CPUIDLeaf(1), features.ecx >> 31 & 1 == 1, let leaf = CPUIDLeaf(0x4000_0000) {
      let name = CPUIDLeaf.text([leaf.ebx, leaf.ecx, leaf.edx])
      hypervisor = name.isEmpty ? "unnamed" : name
    }
    return Virtualization(
      hypervisor: hypervisor ?? files.text("sys/hypervisor/type"),
      stealShare: ProcessorTime.current(files).flatMap { $0.total > 0 ? $0.steal / $0.total : nil })
  }
}
