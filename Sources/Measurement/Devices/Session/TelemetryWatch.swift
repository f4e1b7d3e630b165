import Foundation

/// Asks, all along a measurement and from a thread of its own, what a device is doing.
final class TelemetryWatch: @unchecked Sendable {
  // Everything below the lock is read and written under it alone.
  private let lock = NSLock()
  private var readings: [TelemetrySummary.Reading] = []
  private var reason: String?
  private var isOver = false
  private let watch: Stopwatch
  private let done = DispatchSemaphore(value: 0)

  private static let interval = 0.05
  /// A record takes minutes: then it is asked less often.
  private static let mostReadings = 4000

  /// Starts asking, by a second worker: the first one is busy multiplying.
  /// - Parameter watch: by which the readings are dated.
  init(_ found: DeviceCatalogue.Found, assay: URL, patience: DeviceWorker.Patience, since watch: Stopwatch) {
    self.watch = watch
    guard found.device.telemetry == true else {
      reason = "the worker does not tell what the device is doing"
      done.signal()
      return
    }
    Thread.detachNewThread { [self] in
      do throws(DeviceError) {
        let worker = try DeviceWorker(found.program, assay: assay, patience: patience)
        while !isFinished {
          let telemetry = try worker.ask(TelemetryRequest(device: found.device.id))
          note(telemetry.printable)
          Thread.sleep(forTimeInterval: interval)
        }
        worker.finish()
      } catch { give(reason: error.message) }
      done.signal()
    }
  }

  var latest: DeviceTelemetry? { lock.withLock { readings.last?.telemetry } }

  /// Ends asking.
  func finish() -> TelemetrySummary {
    lock.withLock { isOver = true }
    _ = done.wait(timeout: .now() + 2)
    return lock.withLock {
      TelemetrySummary(readings, reason: readings.isEmpty ? reason ?? "it was not told in time" : reason)
    }
  }

  private var isFinished: Bool { lock.withLock { isOver } }

  private var interval: Double {
    lock.withLock { readings.count < Self.mostReadings / 2 ? Self.interval : Self.interval * 10 }
  }

  private func note(_ telemetry: DeviceTelemetry) {
    lock.withLock {
      if readings.count < Self.mostReadings {
        readings.append(.init(seconds: watch.seconds, telemetry: telemetry))
      }
    }
  }

  private func give(reason: String) { lock.withLock { self.reason = reason } }
}
