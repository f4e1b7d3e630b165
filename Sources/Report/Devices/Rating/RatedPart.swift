import ChipDB
import Measurement
import Rating

/// What is rated of accelerators: one device, or the devices of one package together.
struct RatedPart {
  /// "cuda:0".
  let name: String
  /// What it is called in a sentence: "this device".
  let item: String
  /// The verified dense rates.
  let throughputs: [Throughput]
  let chip: Chip?
  let part: DevicePart
  let memoryBandwidthGBps: Double?
  /// Of each device that it is.
  let telemetry: [TelemetrySummary]

  init(_ device: DeviceMeasurement, _ identification: DeviceIdentification) {
    name = device.id
    item = "this device"
    throughputs = device.throughputs
    chip = identification.chip
    part = DevicePart(identification)
    memoryBandwidthGBps = device.memory?.bestGBps
    telemetry = [device.telemetry]
  }

  /// - Parameter identifications: of the package's devices; they must agree for the package to be a chip.
  init(_ package: DevicePackage, _ identifications: [DeviceIdentification]) {
    let chips = identifications.compactMap(\.chip)
    let isOne = chips.count == identifications.count && Set(chips.map(\.id)).count == 1
    name = package.name
    item = "this package"
    throughputs = package.throughputs
    chip = isOne ? chips.first : nil
    part = DevicePart(package, identifications)
    // Its dies' memories are not one memory, and no rate of all of them together was measured.
    memoryBandwidthGBps = nil
    telemetry = package.devices.map(\.telemetry)
  }

  func demonstrated(_ reading: TF32Reading) -> PerformanceRating {
    PerformanceRating(throughputs, evidence: .demonstrated, tf32Reading: reading)
  }

  /// The declared rates of the chip, scaled to the part that it is; empty where one of the two is not known.
  func declared(_ reading: TF32Reading) -> PerformanceRating {
    let rows = part.share.flatMap { share in
      chip?.rating(tf32Reading: reading).rows.map { row in
        Throughput(
          precision: row.precision, tops: row.tops * share, evidence: .declared,
          source: row.source + (share < 1 ? ", scaled: \(part.words)" : ""), support: row.support)
      }
    }
    return PerformanceRating(rows ?? [], evidence: .declared, tf32Reading: reading)
  }
}
