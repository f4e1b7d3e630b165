/// The bandwidth of a device's memory, as the worker tells it within what this process's clock allows.
struct DeviceMemoryProbe {
  private let connection: DeviceConnection

  /// - Parameter seconds: of all passes of one kind.
  init(_ connection: DeviceConnection, seconds: Double) {
    self.connection = connection
    passSeconds = seconds / Double(Self.passes)
  }

  private static let passes = 3
  /// Of one pass, in seconds.
  private let passSeconds: Double

  /// Copies and reads far more than any cache holds, several times.
  func bandwidth() -> DeviceBandwidth {
    let device = connection.found.device
    let free = device.freeBytes ?? device.memoryBytes ?? 1 << 30
    let bytes = max(1 << 20, min(free / 8, max(256 << 20, 8 * (device.cacheBytes ?? 0))))
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
    var best = try pass(kind, bytes: bytes, count: 1, peer: peer)
    for _ in 0..<Self.passes {
      let count = min(max(passSeconds * best.rate / Double(bytes), 1), 1000)
      let next = try pass(kind, bytes: bytes, count: Int(count), peer: peer)
      if next.rate > best.rate { best = next }
    }
    return best.rate * 1e-9
  }

  /// - Returns: bytes a second.
  private func pass(_ kind: BandwidthRequest.Kind, bytes: Int, count: Int, peer: String?) throws(DeviceError)
    -> (rate: Double, seconds: Double)
  {
    let watch = Stopwatch()
    let request = BandwidthRequest(kind: kind, bytes: bytes, count: count, peer: peer)
    let answer = try connection.ask(request, expecting: Double(count) * Double(bytes) / 1e9)
    let seen = watch.seconds
    guard answer.moved > 0, answer.seconds > 0, answer.moved <= 2 * Double(count) * Double(bytes),
      (answer.moved / answer.seconds).isFinite
    else {
      throw DeviceError(.failed, "the worker tells \(answer.moved) bytes in \(answer.seconds) seconds")
    }
    // The device's own clock, unless allocating beforehand does not explain why it took longer as seen from here.
    let seconds = count > 1 ? max(answer.seconds, (seen - Self.messageSeconds) / 2) : answer.seconds
    return (answer.moved / seconds, seconds)
  }

  private static let messageSeconds = 0.05
}
