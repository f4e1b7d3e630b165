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

  /// A variant this far behind the best is not tried further.
  private static let closeness = 0.85
  /// A contender this far behind the best does not go on from the search.
  private static let finalCloseness = 0.97
  /// Of one trial, in seconds.
  private static let trialSeconds = 0.015
  /// How many kernels the library is asked for.
  private static let kernels = 8
  /// Variants are told apart at a shape whose product takes so many seconds, or at the largest below.
  private static let workingSeconds = 0.05

  /// The contenders that did best, best first, and everything that was tried.
  struct Outcome {
    fileprivate(set) var finalists: [DeviceSeries] = []
    fileprivate(set) var candidates: [MeasurementRow.Candidate] = []
    /// Why there is no finalist.
    fileprivate(set) var failures: [DeviceError] = []
    fileprivate var best: [ProductVariant: Double] = [:]
    fileprivate var bestTops: Double { best.values.max() ?? 0 }

    init(_ finalists: [DeviceSeries] = []) { self.finalists = finalists }
  }

  /// Tries shapes that are given.
  func search(shapes: [GEMMShape]) -> Outcome {
    var outcome = Outcome()
    for shape in shapes { attempt(variants, shape, kernels: Self.kernels, &outcome) }
    return outcome
  }

  /// Finds by one variant how large a product may be, tells the variants apart there, then the kernels of the best, and
  /// then goes to larger shapes while they gain, and to such as fill all processors of the device to the last.
  func search(processors: Int?) -> Outcome {
    var outcome = Outcome()
    guard let start = workingSide(&outcome), let shape = try? GEMMShape(square: start.side) else {
      return outcome
    }
    var side = start.side
    attempt(variants.filter { $0 != start.variant }, shape, kernels: 1, &outcome)
    attempt(Array(keepingUp(outcome).prefix(2)), shape, kernels: Self.kernels, &outcome)
    var best = 0.0
    while outcome.bestTops > best * 1.005, let larger = try? GEMMShape(square: 2 * side),
      goesOn(larger, outcome)
    {
      best = outcome.bestTops
      side *= 2
      attempt(Array(keepingUp(outcome).prefix(1)), larger, kernels: Self.kernels / 2, &outcome)
    }
    for shape in Self.shapesOfWholeWaves(processors) where goesOn(shape, outcome) {
      attempt(Array(keepingUp(outcome).prefix(1)), shape, kernels: Self.kernels / 2, &outcome)
    }
    return outcome
  }

  /// The side of the largest square product that is short at the rate that smaller ones show, and the variant that showed
  /// it.
  /// - Returns: `nil` when not even the smallest can be computed.
  private func workingSide(_ outcome: inout Outcome) -> (variant: ProductVariant, side: Int)? {
    for variant in variants where !isCancelled() && connection.lost == nil {
      var side: Int?
      for next in Self.sides {
        guard let shape = try? GEMMShape(square: next) else { break }
        if let side {
          // A larger product may run at up to twice the rate of one of half its side.
          let seconds = shape.operations / (2 * outcome.bestTops * 1e12)
          if seconds > Self.workingSeconds || !goesOn(shape, outcome) { return (variant, side) }
        }
        attempt([variant], shape, kernels: 1, &outcome)
        if outcome.best[variant] == nil { break }
        side = next
      }
      if let side { return (variant, side) }
    }
    return nil
  }

  private func goesOn(_ shape: GEMMShape, _ outcome: Outcome) -> Bool {
    !isCancelled() && !isLate() && connection.lost == nil && isShort(shape, outcome)
      && variants.contains { setting.memory.sets($0, shape, wanted: 1) > 0 }
  }

  private static let sides = [256, 1024, 4096, 8192]

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

  /// The variants that are not far behind, best first.
  private func keepingUp(_ outcome: Outcome) -> [ProductVariant] {
    let least = outcome.bestTops * Self.closeness
    return variants.filter { (outcome.best[$0] ?? 0) >= least }
      .sorted { (outcome.best[$0] ?? 0) > (outcome.best[$1] ?? 0) }
  }

  /// Whether a product would be short enough, at the rate that the device has shown.
  private func isShort(_ shape: GEMMShape, _ outcome: Outcome) -> Bool {
    outcome.bestTops > 0 && shape.operations / (outcome.bestTops * 1e12) <= plan.longestCallSeconds
  }

  private func attempt(
    _ variants: [ProductVariant], _ shape: GEMMShape, kernels: Int, _ outcome: inout Outcome
  ) {
    for variant in variants where !isCancelled() && connection.lost == nil {
      do throws(DeviceError) {
        try attempt(variant, shape, kernels: kernels, &outcome)
      } catch {
        var candidate = candidate(shape, kernel: variant.layout)
        candidate.reason = error.message
        candidate.isUnsupported = error.kind == .unsupported || error.kind == .memory
        outcome.candidates.append(candidate)
        outcome.failures.append(error)
      }
    }
  }

  private func attempt(
    _ variant: ProductVariant, _ shape: GEMMShape, kernels: Int, _ outcome: inout Outcome
  ) throws(DeviceError) {
    if let longest = variant.longestInner, shape.k > longest {
      throw DeviceError(
        .unsupported,
        "k = \(shape.k): sums of more than \(longest) products of \(variant.precision.label) can overflow 32 bits"
      )
    }
    let sets = setting.memory.sets(variant, shape, wanted: 2)
    guard sets > 0 else { throw DeviceError(.memory, "\(shape) does not fit into the device's memory") }
    let product = try DeviceProduct(
      connection, variant, shape, setting.distribution, seed: setting.seed, sets: min(sets, 8),
      kernels: kernels)
    defer { product.release() }
    try product.flip()
    for (kernel, name) in product.kernels.enumerated() where !isCancelled() {
      let seconds = try trial(product, kernel)
      let tops = shape.operations / seconds * 1e-12
      var candidate = candidate(shape, kernel: variant.candidate(kernel: name))
      candidate.tops = tops
      outcome.candidates.append(candidate)
      outcome.best[variant] = max(outcome.best[variant] ?? 0, tops)
      outcome.finalists.append(
        DeviceSeries(
          connection, setting, variant, shape, kernel: kernel, kernelName: name, wantedKernels: kernels,
          trialTops: tops))
      outcome.finalists.sort { $0.trialTops > $1.trialTops }
      outcome.finalists.removeLast(max(0, outcome.finalists.count - plan.finalists))
      let least = outcome.bestTops * Self.finalCloseness
      outcome.finalists.removeAll { $0.trialTops < least }
    }
  }

  private func candidate(_ shape: GEMMShape, kernel: String) -> MeasurementRow.Candidate {
    let program = connection.found.program
    var candidate = MeasurementRow.Candidate(
      provider: connection.found.worker, path: program.path ?? program.name, shape: shape)
    candidate.kernel = kernel
    return candidate
  }

  /// - Returns: the seconds of one product.
  private func trial(_ product: DeviceProduct, _ kernel: Int) throws(DeviceError) -> Double {
    var seconds = try product.run(kernel: kernel, count: 1)
    try DeviceSpotCheck(product: product, sets: 1).check(elements: 4)
    if seconds < Self.trialSeconds {
      let count = Int(min(10_000, (Self.trialSeconds / seconds).rounded(.up)))
      seconds = min(seconds, try product.run(kernel: kernel, count: count) / Double(count))
    }
    return seconds
  }
}

extension ProductVariant {
  /// "C in BF16, B transposed".
  var layout: String { "C in \(output.rawValue.uppercased()), B \(transposed ? "transposed" : "plain")" }

  /// What a kernel of this variant is called among everything that was tried.
  package func candidate(kernel: String) -> String { "\(kernel), \(layout)" }
}
