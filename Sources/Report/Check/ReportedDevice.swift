import ChipDB
import Measurement

/// What is read again of a device of a report that `assay measure --device` or `assay rate --device` wrote.
struct ReportedDevice: Decodable {
  let id: String
  let device: DeviceDescription
  let measurements: [MeasuredReport.Row]
  let rules: RunRules?

  /// Which chip it is, and which part of it; the report's own answer counts for nothing, since tables change.
  func identification(in database: ChipDatabase) -> DeviceIdentification {
    DeviceIdentification(device, in: database)
  }

  /// The one that is meant.
  /// - Parameters:
  ///   - name: of a device, where the user gives one.
  ///   - file: for the messages.
  /// - Throws: `ReportFileError` where there is none, or several and no name.
  static func chosen(
    from devices: [ReportedDevice], named name: String?, file: String
  ) throws(ReportFileError) -> ReportedDevice {
    let ids = devices.map(\.id).joined(separator: ", ")
    guard let name else {
      if devices.count == 1 { return devices[0] }
      throw ReportFileError(
        devices.isEmpty
          ? "\(file): holds no device; measure again"
          : "\(file): holds \(devices.count) devices: choose one with --device, of \(ids)")
    }
    guard let device = devices.first(where: { $0.id == name }) else {
      throw ReportFileError("\(file): holds no device '\(name)'; there are \(ids.isEmpty ? "none" : ids)")
    }
    return device
  }
}
