import Foundation
import Rating

/// Measures one device: a search for each kind of product, then visits to all in turn until each has settled.
struct DeviceSession {
  private let found: DeviceCatalogue.Found
  private let request: DevicesRequest
  private let assay: URL
  private let patience: DeviceWorker.Patience
  private let meeting: Meeting
  private let watch: Stopwatch
  private let isCancelled: () -> Bool
  private let progress: (DevicesProgress) -> Void

  /// - Parameters:
  ///   - meeting: where the sessions of a run wait for each other between search and visits.
  ///   - watch: by which all devices of a run are dated.
  init(
    _ found: DeviceCatalogue.Found, _ request: DevicesRequest, assay: URL, patience: DeviceWorker.Patience,
    meeting: Meeting, watch: Stopwatch, isCancelled: @escaping () -> Bool,
    progress: @escaping (DevicesProgress) -> Void
  ) {
    self.found = found
    self.request = request
    self.assay = assay
    self.patience = patience
    self.meeting = meeting
    self.watch = watch
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// The part of the time that the search may take.
  private static let searchShare = 0.5

  func run() -> DeviceMeasurement {
    var result = DeviceMeasurement(
      id: found.id, device: found.device, worker: found.worker, workerFile: found.program.path)
    progress(.opening(found.id))
    let telemetry = TelemetryWatch(found, assay: assay, patience: patience, since: watch)
    let connection: DeviceConnection
    do throws(DeviceError) {
      connection = try DeviceConnection(found, assay: assay, patience: patience)
    } catch {
      meeting.leave()
      result.failure = error
      result.rows = request.precisions.map {
        MeasurementRow(precision: $0, status: .failed, reason: error.message)
      }
      result.telemetry = telemetry.finish()
      result.seconds = watch.seconds
      return result
    }
    var samplers = search(connection)
    result.searchedSeconds = watch.seconds
    meeting.arrive()
    soak(samplers)
    visit(samplers, telemetry)
    sustain(samplers)
    let fingerprints = fingerprints(of: samplers, connection)
    for sampler in samplers { sampler.release() }
    if request.measuresMemory && !isCancelled() {
      progress(.memory(found.id))
      result.memory = DeviceMemoryProbe(connection, seconds: request.plan.memorySeconds).bandwidth()
    }
    result.telemetry = telemetry.finish()
    var rows = zip(samplers, fingerprints).map { $0.row($1) }
    for (index, sampler) in samplers.enumerated() {
      rows[index].sustained = sampler.sustained.map { run in
        result.sustained(run.tops, from: run.start, seconds: run.end - run.start)
      }
      rows[index].reproduce = request.reproduction(of: rows[index], on: found)
    }
    rows.markConversions()
    result.rows = rows + unsupported(connection)
    result.failure = connection.lost
    result.seconds = watch.seconds
    samplers = []
    connection.finish()
    return result
  }

  private func search(_ connection: DeviceConnection) -> [DeviceRowSampler] {
    let kinds = kinds(of: connection)
    let groups: [[GEMMShape]?] = request.shapes.isEmpty ? [nil] : request.shapes.map { [$0] }
    let count = kinds.count * groups.count * request.operands.count
    var samplers: [DeviceRowSampler] = []
    for kind in kinds {
      for shapes in groups {
        for distribution in request.operands {
          progress(.searching(found.id, kind))
          let deadline = request.plan.seconds * Self.searchShare * Double(samplers.count + 1) / Double(count)
          let setting = DeviceSeries.Setting(
            distribution: distribution, seed: request.seed,
            memory: DeviceMemory(found.device, sharers: count * request.plan.finalists),
            burstSeconds: request.plan.burstSeconds)
          let search = DeviceSearch(
            connection: connection, kind: kind, setting: setting, plan: request.plan,
            isCancelled: isCancelled,
            isLate: { watch.seconds > deadline })
          let outcome =
            shapes.map { search.search(shapes: $0) } ?? search.search(processors: found.device.processors)
          samplers.append(DeviceRowSampler(connection, kind, outcome, distribution, request.plan))
        }
      }
    }
    return samplers
  }

  /// The kinds of product that the device has at the precisions asked for: dense ones first.
  private func kinds(of connection: DeviceConnection) -> [ProductVariant.Kind] {
    request.precisions.flatMap { precision in
      let own = Set(connection.variants.filter { $0.precision == precision }.map(\.kind))
      return own.sorted {
        ($0.sparsity == nil ? 0 : 1, $0.accumulate.rawValue) < (
          $1.sparsity == nil ? 0 : 1, $1.accumulate.rawValue
        )
      }
    }
  }

  private func unsupported(_ connection: DeviceConnection) -> [MeasurementRow] {
    request.precisions.filter { precision in !connection.variants.contains { $0.precision == precision } }
      .map { precision in
        MeasurementRow(
          precision: precision, status: .unsupported,
          reason: connection.missing[precision.rawValue]
            ?? "\(found.worker) offers no \(precision.label) product")
      }
  }

  /// Keeps the device busy with its fastest product until it is as warm as it will get; with the next where that one
  /// cannot go on.
  private func soak(_ samplers: [DeviceRowSampler]) {
    let start = Stopwatch()
    for sampler in samplers.sorted(by: { ($0.bestTops ?? 0) > ($1.bestTops ?? 0) }) {
      let left = request.plan.soakSeconds - start.seconds
      if left <= 0 { return }
      _ = try? sampler.leader?.sustain(seconds: left, isCancelled: isCancelled)
    }
  }

  private func visit(_ samplers: [DeviceRowSampler], _ telemetry: TelemetryWatch) {
    let left = request.plan.sustainedSeconds * Double(samplers.count)
    while true {
      let open = samplers.filter { $0.stopped == nil }
      if open.isEmpty { return }
      for sampler in open {
        if isCancelled() {
          for sampler in samplers { sampler.stop("interrupted") }
          return
        }
        sampler.visit(startSeconds: watch.seconds) { telemetry.latest }
        progress(.visited(found.id, sampler.kind, visit: sampler.visits, bestTops: sampler.bestTops))
        if watch.seconds > request.plan.seconds - left { sampler.stop("budget") }
      }
    }
  }

  private func sustain(_ samplers: [DeviceRowSampler]) {
    guard request.plan.sustainedSeconds > 0 else { return }
    for sampler in samplers where !isCancelled() {
      progress(.sustaining(found.id, sampler.kind))
      sampler.sustain(
        seconds: request.plan.sustainedSeconds, now: { watch.seconds }, isCancelled: isCancelled)
    }
  }

  /// What arithmetic each row's product runs, by crafted products; `nil` where the worker cannot multiply such, and for
  /// integers, whose products are exact.
  private func fingerprints(of samplers: [DeviceRowSampler], _ connection: DeviceConnection) -> [Fingerprint?]
  {
    samplers.map { sampler in
      guard let leader = sampler.leader, leader.failure == nil, sampler.kind.sparsity == nil,
        leader.variant.precision != .int8, !isCancelled()
      else { return nil }
      // The widest C shows most.
      let variant =
        connection.variants.filter { $0.kind == sampler.kind }.max { $0.output.bits < $1.output.bits }
        ?? leader.variant
      return try? NumericsProbe(DeviceCraftedProduct(connection: connection, variant: variant)).fingerprint()
    }
  }
}
