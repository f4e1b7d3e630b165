import Measurement

/// Whether the figures of devices that a rating is made of are such as there can be: a reader must not stumble over others.
struct DeviceFigureLimits {
  private let result: DevicesResult
  private let circumstances: DevicesCircumstances

  private static let mostBytes = 1 << 60
  private static let mostProducts = 1_000_000

  init(_ result: DevicesResult, _ circumstances: DevicesCircumstances) {
    self.result = result
    self.circumstances = circumstances
  }

  /// The first figure that is none.
  var firstProblem: JSONDifference? {
    FigureLimits.hostProblem(circumstances.host)
      ?? FigureLimits.figure("$.seconds", result.seconds) ?? FigureLimits.clockProblem(result.clocks)
      ?? result.devices.enumerated().lazy.compactMap { deviceProblem($1, "$.devices[\($0)]") }.first
      ?? result.links.enumerated().lazy.compactMap {
        FigureLimits.figure("$.links[\($0)].bandwidthGBps", $1.bandwidthGBps)
      }.first
  }

  private func deviceProblem(_ device: DeviceMeasurement, _ path: String) -> JSONDifference? {
    if device.device != device.device.printable {
      return problem("\(path).device", "a description", "one that a worker can give")
    }
    if let bytes = device.device.memoryBytes, bytes > Self.mostBytes {
      return problem("\(path).device.memoryBytes", "\(bytes)", "at most \(Self.mostBytes)")
    }
    if device.seconds > Timeline.allowed(result.seconds) {
      return problem("\(path).seconds", "\(device.seconds)", "at most the \(result.seconds) s of the run")
    }
    for (index, reading) in device.telemetry.readings.enumerated()
    where reading.telemetry != reading.telemetry.printable || !(reading.seconds >= 0) {
      return problem("\(path).telemetry.readings[\(index)]", "a reading", "figures that a device can be at")
    }
    return FigureLimits.figure("\(path).seconds", device.seconds, allowsZero: true)
      ?? FigureLimits.figure("\(path).searchedSeconds", device.searchedSeconds, allowsZero: true)
      ?? FigureLimits.figure("\(path).memory.copyGBps", device.memory?.copyGBps)
      ?? FigureLimits.figure("\(path).memory.readGBps", device.memory?.readGBps)
      ?? device.rows.enumerated().lazy.compactMap { rowProblem($1, "\(path).rows[\($0)]") }.first
  }

  private func rowProblem(_ row: MeasurementRow, _ path: String) -> JSONDifference? {
    if let problem = FigureLimits.rowProblem(row, path) { return problem }
    let bursts = [(path, row.samples)] + row.rivals.enumerated().map { ("\(path).rivals[\($0)]", $1.samples) }
    for (path, samples) in bursts {
      for (index, sample) in samples.enumerated()
      where !(1...Self.mostProducts).contains(sample.products ?? 0) {
        return problem(
          "\(path).samples[\(index)].products", sample.products.map { "\($0)" } ?? "null",
          "a number from 1 to \(Self.mostProducts)")
      }
    }
    return nil
  }

  private func problem(_ path: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path, recorded: recorded, derived: derived)
  }
}
