import Measurement
import Rating

/// The measured devices that are dies of one package: what the law and the maker count as one chip.
struct DevicePackage {
  let name: String
  let devices: [DeviceMeasurement]

  /// The packages of which more than one die was measured, in the order of their first devices.
  static func of(_ devices: [DeviceMeasurement]) -> [DevicePackage] {
    var names: [String] = []
    for name in devices.compactMap(\.device.package) where !names.contains(name) { names.append(name) }
    return names.map { name in
      DevicePackage(name: name, devices: devices.filter { $0.device.package == name })
    }.filter { $0.devices.count > 1 }
  }

  /// The best verified rate of each die, by kind of product, and their sum: the dies ran at the same time.
  var spreads: [DeviceSpreadRecord] { DeviceSpread.of(devices).compactMap(DeviceSpreadRecord.init) }

  /// The sums as evidence for a rating; sparse products earn none.
  var throughputs: [Throughput] {
    spreads.filter { $0.kind.sparsity == nil }.map { spread in
      Throughput(
        precision: spread.kind.precision, tops: spread.totalTops, evidence: .demonstrated,
        source: "the sum over \(spread.rates.map(\.device).joined(separator: ", "))")
    }
  }
}

/// What a report holds of a package.
public struct DevicePackageRecord: Encodable, Sendable {
  public let package: String
  public let devices: [String]
  /// Each die's rate, and the sum, by kind of product.
  public let spreads: [DeviceSpreadRecord]
  /// Which run rules were met on each of its dies.
  public let rules: RunRules

  /// - Parameters:
  ///   - devices: of the run.
  ///   - rules: of each of them, in the same order.
  init(_ package: DevicePackage, of devices: [DeviceMeasurement], _ rules: [RunRules]) {
    self.rules = RunRules(
      of: zip(devices, rules).filter { $0.0.device.package == package.name }.map { ($0.0.id, $0.1) })
    self.package = package.name
    self.devices = package.devices.map(\.id)
    spreads = package.spreads
  }
}
