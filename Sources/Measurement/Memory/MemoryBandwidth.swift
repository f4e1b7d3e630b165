import CPeak
import Foundation

/// The bandwidth of the main memory, as STREAM counts it (McCalpin, 1995): bytes that the program reads and writes.
public struct MemoryBandwidth: Codable, Equatable, Sendable {
  /// One kind of pass over the memory, on some threads.
  public struct Rate: Codable, Equatable, Sendable {
    /// GB/s, 10^9 bytes a second, of the fastest pass.
    public let bestGBps: Double
    /// GB/s of the median pass.
    public let medianGBps: Double
    public let passes: Int
    /// Whether the result was right in every element.
    public let verified: Bool
  }

  /// Both kinds on one number of threads.
  public struct Row: Codable, Equatable, Sendable {
    public let threads: Int
    /// a = b + 3·c with stores that bypass the caches; `nil` when it could not be measured.
    public let triad: Rate?
    /// The sum of an array; `nil` when it could not be measured.
    public let read: Rate?
  }

  /// The size of one of the three arrays, in bytes.
  public let arrayBytes: Int
  public let rows: [Row]
  /// Why rates are missing; `nil` when none is.
  public let reason: String?

  /// The best verified rate of all, in GB/s.
  public var bestGBps: Double? {
    rows.flatMap { [$0.triad, $0.read] }.compactMap { $0 }.filter(\.verified).map(\.bestGBps).max()
  }

  /// Measures both kinds on each number of threads.
  /// - Parameter seconds: of each kind.
  static func measure(_ room: MeasurementRoom, threads: [Int], seconds: Double) -> MemoryBandwidth {
    var reason: String?
    let rows = threads.map { threads in
      var memory: OpaquePointer?
      let error = cpeak_memory_create(UInt32(threads), room.bandwidthArrayBytes, &memory)
      defer { cpeak_memory_destroy(memory) }
      guard error == 0 else {
        reason = "the arrays could not be had: \(String(cString: strerror(error)))"
        return Row(threads: threads, triad: nil, read: nil)
      }
      func rate(_ kind: cpeak_memory_kind) -> Rate? {
        var result = cpeak_memory_result()
        let error = cpeak_memory_run(memory, kind, seconds, &result)
        if error != 0 { reason = "a pass could not be run: \(String(cString: strerror(error)))" }
        guard error == 0 else { return nil }
        return Rate(
          bestGBps: result.best_bytes_per_second * 1e-9, medianGBps: result.median_bytes_per_second * 1e-9,
          passes: Int(result.passes), verified: result.verified)
      }
      return Row(threads: threads, triad: rate(CPEAK_MEMORY_TRIAD), read: rate(CPEAK_MEMORY_READ))
    }
    return MemoryBandwidth(arrayBytes: room.bandwidthArrayBytes, rows: rows, reason: reason)
  }
}
