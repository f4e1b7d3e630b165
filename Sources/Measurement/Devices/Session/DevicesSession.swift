import Foundation
import Rating

/// Measures devices, all at the same time: what one shows alone it may not keep beside the others.
public struct DevicesSession: Sendable {
  private let devices: [DeviceCatalogue.Found]
  private let request: DevicesRequest
  private let assay: URL
  private let patience: DeviceWorker.Patience
  private let isCancelled: @Sendable () -> Bool
  private let progress: @Sendable (DevicesProgress) -> Void

  /// - Parameters:
  ///   - assay: the `assay` command, which hosts what is a library.
  ///   - patience: how long workers are waited for; by the plan if `nil`.
  ///   - isCancelled: asked between runs; once true, what is there becomes the result.
  ///   - progress: told of every step, from any thread.
  public init(
    _ devices: [DeviceCatalogue.Found], request: DevicesRequest, assay: URL,
    patience: DeviceWorker.Patience? = nil, isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (DevicesProgress) -> Void = { _ in }
  ) {
    self.devices = devices
    self.request = request
    self.assay = assay
    var own = DeviceWorker.Patience()
    own.answer = request.plan.patienceSeconds
    self.patience = patience ?? own
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Measures. What fails is in the result: a device that cannot be opened, a row that is wrong.
  public func run() -> DevicesResult {
    let watch = Stopwatch()
    let begin = ClockReading.now()
    let meeting = Meeting(of: devices.count)
    // Each index is written once, by the one thread that has it, before any is read.
    nonisolated(unsafe) var results = [DeviceMeasurement?](repeating: nil, count: devices.count)
    let lock = NSLock()
    let group = DispatchGroup()
    for (index, device) in devices.enumerated() {
      group.enter()
      let thread = Thread { [self] in
        let session = DeviceSession(
          device, request, assay: assay, patience: patience, meeting: meeting, watch: watch,
          isCancelled: isCancelled, progress: progress)
        let result = session.run()
        lock.withLock { results[index] = result }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return DevicesResult(
      devices: results.compactMap { $0 }, links: request.measuresMemory && !isCancelled() ? links : [],
      plan: request.plan, seed: request.seed, operands: request.operands, seconds: watch.seconds,
      interrupted: isCancelled(), clocks: RunClocks(begin: begin, end: .now()))
  }

  /// The bandwidth between devices of one program, each way.
  private var links: [DeviceLink] {
    devices.flatMap { from -> [DeviceLink] in
      let others = devices.filter { $0.program == from.program && $0.id != from.id }
      guard !others.isEmpty else { return [] }
      let connection: DeviceConnection
      do throws(DeviceError) {
        connection = try DeviceConnection(from, assay: assay, patience: patience)
      } catch {
        return others.map { DeviceLink(from: from.id, to: $0.id, bandwidthGBps: nil, reason: error.message) }
      }
      defer { connection.finish() }
      return others.map { other in
        do throws(DeviceError) {
          // Each byte is read here and written there.
          let rate = try DeviceMemoryProbe(connection, seconds: request.plan.memorySeconds)
            .gigabytes(.peer, bytes: 256 << 20, peer: other.device.id)
          return DeviceLink(from: from.id, to: other.id, bandwidthGBps: rate / 2, reason: nil)
        } catch { return DeviceLink(from: from.id, to: other.id, bandwidthGBps: nil, reason: error.message) }
      }
    }
  }
}
