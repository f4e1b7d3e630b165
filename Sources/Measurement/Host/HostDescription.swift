/// The machine that is rated, as far as it can be seen from inside.
public struct HostDescription: Codable, Equatable, Sendable {
  /// `nil` where the processor cannot be identified.
  public let cpu: CPUIdentity?
  public let topology: CPUTopology
  public let memory: HostMemory?
  public let virtualization: Virtualization
  /// "x86_64" or "aarch64".
  public let architecture: String
  /// The kernel's release.
  public let kernel: String?
  /// The distribution in words.
  public let operatingSystem: String?

  /// Inspects this machine. Nothing is measured and nothing is changed.
  /// - Parameter files: where `/proc`, `/sys` and `/etc` are read from.
  public static func current(_ files: SystemFiles = SystemFiles()) -> HostDescription {
    HostDescription(
      cpu: CPUIdentity.current(files), topology: .current(files), memory: .current(files),
      virtualization: .current(files), architecture: architecture,
      kernel: files.text("proc/sys/kernel/osrelease"), operatingSystem: distribution(files))
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      "unknown"
    #endif
  }

  private static func distribution(_ files: SystemFiles) -> String? {
    let line = files.text("etc/os-release")?.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    return line.map { $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" } }
  }
}
