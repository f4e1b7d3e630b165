/// Where and with what devices were measured: all that a rating needs besides what was measured.
public struct DevicesCircumstances: Codable, Equatable, Sendable {
  /// The machine that the devices are in.
  public let host: HostDescription
  public let environment: RunEnvironment
  /// The workers' files that the user named.
  public let digests: [FileDigest]

  /// Reads them from this system.
  public init(_ host: HostDescription, _ result: DevicesResult) {
    self.host = host
    environment = .current()
    digests = FileDigest.of(Set(result.devices.compactMap(\.workerFile)).sorted())
  }
}
