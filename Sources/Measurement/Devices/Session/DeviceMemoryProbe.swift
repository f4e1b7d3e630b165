/// The bandwidth of a device's memory, as the worker tells it within what this process's clock allows.
struct DeviceMemoryProbe {
  private let connection: DeviceConnection

  init(_ connection: DeviceConnection) { self.connection = connection }

  private static let passes = 5

  /// Copies and reads far more than any cache holds, several times.
  func bandwidth() -> DeviceBandwidth {
    let device = connection.found.device
    let free = device.freeBytes ?? device.memoryBytes ?? 1 << 30
    let bytes = max(1 << 20, min(free / 8, max(1 << 30, 8 * (device.cacheBytes ?? 0))))
    var reasons: [String] = []
    func best(_ kind: BandwidthRequest.Kind) -> Double? {
      do throws(DeviceError) { return try gigabytes(kind, bytes: bytes, peer: nil) } catch {
        reasons.append("\(kind.rawValue): \(error.message)")
        return nil
      }
    }
    let (copy, read) = (best(.copy), best(.read))
    return DeviceBandwidth(
      copyGBps: copy, readGBps: read, bytes: bytes,
      reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
  }

  /// The best of several passes, in GB/s.
  func gigabytes(_ kind: BandwidthRequest.Kind, bytes: Int, peer: String?) throws(DeviceError) -> Double {
    var best = 0.0
    for _ in 0..<Self.passes {
      let watch = Stopwatch()
      let request = BandwidthRequest(kind: kind, bytes: bytes, count: 10, peer: peer)
      let answer = try connection.ask(request, expecting: Double(bytes) / 1e8)
      let seconds = Swift.max(answer.seconds, (watch.seconds - 5e-4) * 0.9)
      guard answer.moved > 0, answer.moved.isFinite, seconds > 0, answer.moved <= 2 * 10 * Double(bytes)
      else {
        throw DeviceError(.failed, "the worker tells \(answer.moved) bytes in \(answer.seconds) seconds")
      }
      best = Swift.max(best, answer.moved / seconds * 1e-9)
    }
    return best
  }
}
