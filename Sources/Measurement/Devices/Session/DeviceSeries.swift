import Rating

/// The visits to one product of a device by one kernel.
final class DeviceSeries {
  let variant: ProductVariant
  let shape: GEMMShape
  /// Which of the library's kernels, and its name.
  let kernel: Int
  let kernelName: String
  /// How many kernels the library was asked for: asked for fewer it may name others.
  private let wantedKernels: Int
  private(set) var visits: [Visit] = []
  private(set) var samples: [Sample] = []
  /// What all checks so far have shown; `nil` before the first.
  var check: ProductCheck? {
    let own = checker.map(\.check).flatMap { $0.products > 0 || checker?.passed == false ? $0 : nil }
    return [earlierChecks, own].compactMap { $0 }.reduce(nil) { $0?.merged(with: $1) ?? $1 }
  }
  private(set) var deviceCheck: ProductCheck?
  /// Why the product can give no rate; `nil` while it can.
  private(set) var failure: DeviceError?
  /// Why there can be no more visits, though those before count; `nil` while there can.
  private(set) var ended: String?
  /// The best rate of the search, in TOP/s.
  let trialTops: Double
  private(set) var sets = 0
  private(set) var drawn = ""
  private let connection: DeviceConnection
  private let setting: Setting
  private var product: DeviceProduct?
  private var checker: DeviceChecker?
  private var earlierChecks: ProductCheck?

  /// What all series of a row share.
  struct Setting {
    let distribution: OperandDistribution
    let seed: UInt64
    let memory: DeviceMemory
    let burstSeconds: Double
  }

  private static let rowsPerBurst = 16
  private static let burstsPerVisit = 2

  init(
    _ connection: DeviceConnection, _ setting: Setting, _ variant: ProductVariant, _ shape: GEMMShape,
    kernel: Int, kernelName: String, wantedKernels: Int, trialTops: Double
  ) {
    self.connection = connection
    self.setting = setting
    self.variant = variant
    self.shape = shape
    self.kernel = kernel
    self.kernelName = kernelName
    self.wantedKernels = wantedKernels
    self.trialTops = trialTops
  }

  /// The best rate over the visits that count, in TOP/s; the trial's before the first.
  var bestTops: Double { visits.countedBests.first ?? trialTops }

  /// Products of a burst.
  private var count: Int {
    let seconds = shape.operations / (max(trialTops, 1e-9) * 1e12)
    return Int(max(1, min(100_000, (setting.burstSeconds / seconds).rounded(.up))))
  }

  /// Some bursts of products, of which rows are checked after each.
  /// - Parameter telemetry: what the device does at the end of the visit.
  func take(_ visit: Visit, telemetry: () -> DeviceTelemetry?) {
    var visit = visit
    do throws(DeviceError) {
      let (product, checker) = try prepared()
      for _ in 0..<Self.burstsPerVisit where failure == nil {
        try burst(product, checker, visit: visit.number)
      }
      if visits.isEmpty, failure == nil, let own = try checker.checkOnDevice(ofSets: min(count, product.sets))
      {
        deviceCheck = own
        if !own.passed {
          failure = DeviceError(.failed, "wrong result by the device's own check: \(own.summary)")
        }
      }
    } catch {
      // What was measured and checked before the device vanished stays.
      if connection.lost != nil && !visits.counted.isEmpty {
        ended = error.message
        samples.removeAll { $0.visit == visit.number }
      } else {
        failure = error
      }
    }
    guard ended == nil else { return }
    visit.bestTops = samples.filter { $0.visit == visit.number }.map(\.tops).max()
    if let clock = telemetry()?.clockMHz { visit.clocksGHz = [clock / 1000] }
    visits.append(visit)
  }

  /// Runs without a pause but for the checks. A wrong product is one of the series: it can give no rate.
  /// - Returns: products and the seconds they took.
  func sustain(seconds: Double, isCancelled: () -> Bool) throws(DeviceError) -> (count: Int, seconds: Double)?
  {
    let (product, checker) = try prepared()
    let watch = Stopwatch()
    var (done, spent) = (0, 0.0)
    while watch.seconds < seconds && !isCancelled() {
      try product.flip()
      let calls = 4 * count
      spent += try product.run(kernel: kernel, count: calls)
      done += calls
      try checker.checkRows(4, ofSets: min(calls, product.sets))
      if let fault = checker.fault {
        let error = DeviceError(.failed, fault)
        failure = error
        throw error
      }
    }
    return done == 0 ? nil : (done, spent)
  }

  /// Gives back the device's memory.
  func release() {
    earlierChecks = check
    checker = nil
    product?.release()
    product = nil
  }

  private func burst(_ product: DeviceProduct, _ checker: DeviceChecker, visit: Int) throws(DeviceError) {
    try product.flip()
    let seconds = try product.run(kernel: kernel, count: count) / Double(count)
    samples.append(
      Sample(visit: visit, seconds: seconds, tops: shape.tops(seconds: seconds), products: count))
    // Where a burst has fewer products than there are sets, the others were not computed after the flip.
    try checker.checkRows(Self.rowsPerBurst, ofSets: min(count, product.sets))
    failure = checker.fault.map { DeviceError(.failed, $0) }
  }

  private func prepared() throws(DeviceError) -> (DeviceProduct, DeviceChecker) {
    if let product, let checker { return (product, checker) }
    var sets = setting.memory.sets(variant, shape, wanted: count)
    while true {
      do throws(DeviceError) {
        let product = try DeviceProduct(
          connection, variant, shape, setting.distribution, seed: setting.seed, sets: max(1, sets),
          kernels: wantedKernels)
        guard product.kernels.indices.contains(kernel), product.kernels[kernel] == kernelName else {
          throw DeviceError(.failed, "the library offers kernel '\(kernelName)' no more")
        }
        let checker = DeviceChecker(product)
        try product.flip()
        try checker.checkInputs()
        (self.product, self.checker, self.sets, drawn) = (product, checker, product.sets, product.drawn)
        return (product, checker)
      } catch {
        guard error.kind == .memory, sets > 1 else { throw error }
        sets /= 2
      }
    }
  }
}
