import Rating

/// Finds the format of C, the layout of B, the kernel and the shape that give the highest checked rates of one kind of
/// product, by short trials.
struct DeviceSearch {
  let connection: DeviceConnection
  let kind: ProductVariant.Kind
  let setting: DeviceSeries.Setting
  let plan: SamplingPlan
  let isCancelled: () -> Bool
  /// Whether the search has used up its time: then the best so far goes on.
  let isLate: () -> Bool

  /// A variant or a kernel this far behind the best is not tried on further shapes.
  private static let closeness = 0.85
  /// A contender this far behind the best does not go on from the search.
  private static let finalCloseness = 0.97
  /// Of one trial, in seconds.
  private static let trialSeconds = 0.015
  /// How many kernels the library is asked for: at small shapes one, since all are quick there.
  private static let kernels = 8
  private static let leastSideOfKernels = 2048

  /// The contenders that did best, best first, and everything that was tried.
  struct Outcome {
    fileprivate(set) var finalists: [DeviceSeries] = []
    fileprivate(set) var candidates: [MeasurementRow.Candidate] = []
    /// Why there is no finalist.
    fileprivate(set) var failures: [DeviceError] = []
    fileprivate var best: [ProductVariant: Double] = [:]
    fileprivate var bestTops: Double { best.values.max() ?? 0 }
  }

  /// Tries shapes that are given.
  func search(shapes: [GEMMShape]) -> Outcome {
    var outcome = Outcome()
    for shape in shapes { attempt(variants, shape, &outcome) }
    return outcome
  }

  /// Climbs a ladder of square shapes while the next product is short enough, fits and still gains, and then tries
  /// shapes that fill all processors of the device to the last.
  func search(processors: Int?) -> Outcome {
    var outcome = Outcome()
    var best = 0.0
    var climbed = 0
    for side in Self.sides {
      guard !isCancelled(), climbed == 0 || !isLate(), let shape = try? GEMMShape(square: side),
        climbed == 0 || isShort(shape, outcome)
      else { break }
      attempt(side > Self.leastSideOfKernels ? keepingUp(outcome) : variants, shape, &outcome)
      let tops = outcome.bestTops
      if connection.lost != nil || climbed > 0 && outcome.finalists.isEmpty { break }
      if side > 4096 && tops < best * 1.005 { break }
      best = tops
      climbed += 1
    }
    for shape in Self.shapesOfWholeWaves(processors)
    where !isCancelled() && !isLate() && isShort(shape, outcome) {
      attempt(keepingUp(outcome), shape, &outcome)
    }
    return outcome
  }

  private static let sides = [256, 1024, 2048, 4096, 8192, 16384]

  /// Products of which tiles of 128 × 256 or 256 × 128 are dealt out to all processors without a rest: with P of them,
  /// 64·P rows make P/2 tiles of 128, times 32 columns of 256.
  private static func shapesOfWholeWaves(_ processors: Int?) -> [GEMMShape] {
    guard let processors, processors >= 32, processors <= 1024 else { return [] }
    let rows = 64 * processors
    return [(rows, 8192, 8192), (8192, rows, 8192), (rows, 8192, 16384)].compactMap {
      try? GEMMShape(m: $0.0, n: $0.1, k: $0.2)
    }
  }

  private var variants: [ProductVariant] { connection.variants.filter { $0.kind == kind } }

  private func keepingUp(_ outcome: Outcome) -> [ProductVariant] {
    if outcome.best.isEmpty { return variants }
    let least = outcome.bestTops * Self.closeness
    return variants.filter { (outcome.best[$0] ?? 0) >= least }
  }

  /// Whether a product would be short enough, at the rate that the device has shown.
  private func isShort(_ shape: GEMMShape, _ outcome: Outcome) -> Bool {
    outcome.bestTops > 0 && shape.operations / (outcome.bestTops * 1e12) <= plan.longestCallSeconds
  }

  private func attempt(_ variants: [ProductVariant], _ shape: GEMMShape, _ outcome: inout Outcome) {
    for variant in variants where !isCancelled() && connection.lost == nil {
      do throws(DeviceError) {
        try attempt(variant, shape, &outcome)
      } catch {
        var candidate = MeasurementRow.Candidate(
          provider: connection.found.worker,
          path: connection.found.program.path ?? connection.found.program.name,
          shape: shape)
        candidate.kernel = variant.layout
        candidate.reason = error.message
        candidate.isUnsupported = error.kind == .unsupported || error.kind == .memory
        outcome.candidates.append(candidate)
        outcome.failures.append(error)
      }
    }
  }

  private func attempt(_ variant: ProductVariant, _ shape: GEMMShape, _ outcome: inout Outcome)
    throws(DeviceError)
  {
    let sets = setting.memory.sets(variant, shape, wanted: 2)
    guard sets > 0 else { throw DeviceError(.memory, "\(shape) does not fit into the device's memory") }
    let product = try DeviceProduct(
      connection, variant, shape, setting.distribution, seed: setting.seed, sets: min(sets, 8),
      kernels: shape.m < Self.leastSideOfKernels && shape.m == shape.n ? 1 : Self.kernels)
    defer { product.release() }
    try product.flip()
    for (kernel, name) in product.kernels.enumerated() where !isCancelled() {
      let seconds = try trial(product, kernel)
      let tops = shape.operations / seconds * 1e-12
      var candidate = MeasurementRow.Candidate(
        provider: connection.found.worker,
        path: connection.found.program.path ?? connection.found.program.name,
        shape: shape)
      candidate.kernel = "\(name), \(variant.layout)"
      candidate.tops = tops
      outcome.candidates.append(candidate)
      outcome.best[variant] = max(outcome.best[variant] ?? 0, tops)
      outcome.finalists.append(
        DeviceSeries(connection, setting, variant, shape, kernel: kernel, kernelName: name, trialTops: tops))
      outcome.finalists.sort { $0.trialTops > $1.trialTops }
      outcome.finalists.removeLast(max(0, outcome.finalists.count - plan.finalists))
      let least = outcome.bestTops * Self.finalCloseness
      outcome.finalists.removeAll { $0.trialTops < least }
    }
  }

  /// - Returns: the seconds of one product.
  private func trial(_ product: DeviceProduct, _ kernel: Int) throws(DeviceError) -> Double {
    var seconds = try product.run(kernel: kernel, count: 1)
    try DeviceSpotCheck(product: product, sets: 1).check(elements: 4)
    if seconds < Self.trialSeconds {
      let count = min(10_000, Int((Self.trialSeconds / seconds).rounded(.up)))
      seconds = min(seconds, try product.run(kernel: kernel, count: count) / Double(count))
    }
    return seconds
  }
}

extension ProductVariant {
  /// "C in BF16, B transposed".
  var layout: String { "C in \(output.rawValue.uppercased()), B \(transposed ? "transposed" : "plain")" }
}
