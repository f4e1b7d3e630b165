import Measurement

/// Whether what one run measured on devices fits together: what an inventor, or somebody who takes samples away, easily
/// gets wrong.
struct DevicesConsistency {
  private let result: DevicesResult
  private let circumstances: DevicesCircumstances

  init(_ result: DevicesResult, _ circumstances: DevicesCircumstances) {
    self.result = result
    self.circumstances = circumstances
  }

  /// The first thing that does not fit.
  var firstProblem: JSONDifference? {
    DeviceFigureLimits(result, circumstances).firstProblem
      ?? RunConsistency.planProblem(result.plan, isForDevices: true) ?? namesProblem
      ?? result.devices.enumerated().lazy.compactMap {
        DeviceConsistency($1, at: "$.devices[\($0)]", of: result).firstProblem
      }.first ?? linksProblem
  }

  private var namesProblem: JSONDifference? {
    if result.devices.isEmpty { return problem("$.devices", "none", "at least one") }
    for (index, device) in result.devices.enumerated()
    where result.devices[..<index].contains(where: { $0.id == device.id }) {
      return problem("$.devices[\(index)].id", "'\(device.id.printable)' again", "each device once")
    }
    for (index, digest) in circumstances.digests.enumerated()
    where !result.devices.contains(where: { $0.workerFile == digest.path }) {
      return JSONDifference(
        file: BundleName.environment, path: "$.digests[\(index)].path",
        recorded: "'\(digest.path.printable)'", derived: "the file of a device's worker")
    }
    return nil
  }

  private var linksProblem: JSONDifference? {
    let names = Set(result.devices.map(\.id))
    for (index, link) in result.links.enumerated()
    where link.from == link.to || !names.contains(link.from) || !names.contains(link.to) {
      return problem(
        "$.links[\(index)]", "from '\(link.from.printable)' to '\(link.to.printable)'",
        "two of the devices that were measured")
    }
    return nil
  }

  private func problem(_ path: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path, recorded: recorded, derived: derived)
  }
}
