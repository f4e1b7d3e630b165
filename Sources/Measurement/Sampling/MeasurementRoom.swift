/// What of the host a measurement may use.
public struct MeasurementRoom: Sendable {
  /// The memory that can be had, in bytes.
  public let availableBytes: Int
  /// The processors that this process may use.
  public let processors: [Int]
  /// The last cache, in bytes.
  public let lastCacheBytes: Int

  public init(availableBytes: Int, processors: [Int] = [], lastCacheBytes: Int = 32 << 20) {
    self.availableBytes = availableBytes
    self.processors = processors
    self.lastCacheBytes = lastCacheBytes
  }

  /// The size of each of the three arrays of the memory bandwidth: together twelve times the last cache, as STREAM
  /// asks for four times a one, or a quarter of the memory if that is less.
  var bandwidthArrayBytes: Int { max(1 << 20, min(4 * lastCacheBytes, availableBytes / 12)) }

  /// The bytes of all three.
  var bandwidthBytes: Double { 3 * Double(bandwidthArrayBytes) }

  /// What the host shows; where the kernel does not tell how much memory there is, enough for the quick tier.
  public init(_ host: HostDescription) {
    self.init(
      availableBytes: host.memory?.availableBytes ?? 1 << 30, processors: host.topology.affinity,
      lastCacheBytes: (host.topology.caches.map(\.sizeKiB).max() ?? 32 << 10) << 10)
  }
}
