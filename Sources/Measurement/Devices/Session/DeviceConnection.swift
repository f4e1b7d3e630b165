import Foundation

/// A device that is open in a worker, which is started anew when it dies.
final class DeviceConnection {
  let found: DeviceCatalogue.Found
  private let assay: URL
  private let patience: DeviceWorker.Patience
  private var worker: DeviceWorker
  /// Changes when the worker is a new one, which knows nothing of the products of the old.
  private(set) var generation = 0
  private(set) var variants: [ProductVariant]
  /// Why a precision cannot be had, by its name.
  private(set) var missing: [String: String]
  /// Why the device can be asked nothing more; `nil` while it can.
  private(set) var lost: DeviceError?

  private static let mostDeaths = 3

  /// - Parameter assay: the `assay` command, which hosts what is a library.
  /// - Throws: `DeviceError` when the device cannot be opened.
  init(_ found: DeviceCatalogue.Found, assay: URL, patience: DeviceWorker.Patience) throws(DeviceError) {
    self.found = found
    self.assay = assay
    self.patience = patience
    worker = try DeviceWorker(found.program, assay: assay, patience: patience)
    let answer = try Self.open(worker, found)
    (variants, missing) = (answer.variants, answer.missing)
  }

  /// Asks and waits for the answer.
  /// - Parameter seconds: how long the work should take; ten times as long is waited for, and the patience.
  /// - Throws: `DeviceError`; after one of kind `gone`, a next call starts a new worker if that may do better.
  func ask<Request: DeviceRequest>(_ request: Request, expecting seconds: Double = 0) throws(DeviceError)
    -> Request.Answer
  {
    if let lost { throw lost }
    if !worker.isAlive { try startAnew() }
    do throws(DeviceError) { return try worker.ask(request, within: 10 * seconds) } catch {
      if !worker.isAlive && !worker.mayStartAnew { lost = error }
      throw error
    }
  }

  func finish() { worker.finish() }

  private func startAnew() throws(DeviceError) {
    generation += 1
    guard generation < Self.mostDeaths else {
      let cause = worker.end?.message ?? "its worker ended"
      let error = DeviceError(.gone, "\(cause): it ended \(generation) times and is not started again")
      lost = error
      throw error
    }
    do throws(DeviceError) {
      worker = try DeviceWorker(found.program, assay: assay, patience: patience)
      _ = try Self.open(worker, found)
    } catch {
      lost = error
      throw error
    }
  }

  /// - Returns: the variants that this harness can draw and check, and what is missing.
  private static func open(_ worker: DeviceWorker, _ found: DeviceCatalogue.Found) throws(DeviceError)
    -> (variants: [ProductVariant], missing: [String: String])
  {
    let answer = try worker.ask(OpenRequest(device: found.device.id), within: worker.patienceForOpening)
    let missing = (answer.missing ?? []).map {
      ($0.precision, $0.reason.printable(upTo: DeviceError.longestReason))
    }
    return (
      answer.variants.filter { $0.isSound }, Dictionary(missing) { first, _ in first }
    )
  }
}

extension ProductVariant {
  /// Whether C can hold what a product of these inputs gives.
  var isSound: Bool {
    switch precision {
    case .int8: output == .int32
    case .fp64: output == .fp64
    case .fp32, .tf32: output == .fp32
    case .fp16, .bf16, .fp8e4m3, .fp8e5m2, .fp4: [.fp32, .fp16, .bf16].contains(output)
    case .fp6, .int16, .int4: false
    }
  }
}
