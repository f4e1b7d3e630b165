import Measurement

/// What `assay measure` tells of accelerators: the rows of each device, without a rating.
public struct DevicesMeasurementPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  /// When the measurement was made, ISO 8601 in UTC.
  public let generated: String
  /// The command line that made it.
  public let command: [String]
  /// The machine that the devices are in.
  public let host: HostDescription
  /// Whether the run was interrupted, so that the rows are what there was until then.
  public let partial: Bool
  public let run: DevicesRun
  public let devices: [DeviceRecord]
  /// By kind of product; empty for a single device.
  public let spreads: [DeviceSpreadRecord]
  public let packages: [DevicePackageRecord]
  public let links: [DeviceLinkRecord]
  /// What makes the figures less than they should be.
  public let warnings: [String]

  public init(host: HostDescription, result: DevicesResult, command: [String], generated: String) {
    self.generated = generated
    self.command = command
    self.host = host
    partial = result.interrupted
    run = DevicesRun(result, DevicesCircumstances(host, result))
    let environment = run.environment
    let rules = result.devices.map { DeviceRunRules($0, of: result, environment, findings: nil).rules }
    devices = zip(result.devices, rules).map { DeviceRecord($0, $1) }
    spreads = result.spreads.compactMap(DeviceSpreadRecord.init)
    packages = DevicePackage.of(result.devices).map { DevicePackageRecord($0, of: result.devices, rules) }
    links = result.links.map(DeviceLinkRecord.init)
    warnings = DeviceWarnings(devices, interrupted: result.interrupted).lines
  }

  public var document: Document {
    var sections: [Document.Section] = []
    if !warnings.isEmpty { sections.append(.init("Warnings", [.notes(warnings)])) }
    sections += devices.flatMap { DeviceSections($0).sections }
    sections += DevicesSideBySide(spreads: spreads, packages: packages, links: links).sections
    sections += [
      .init("Run", [.fields(run.fields), MeasurementTable(devices.flatMap(\.measurements)).reproduction]),
      .init("How to read this", [.notes(DeviceSections.remarks)]),
    ]
    return Document(title: "Assay: GEMM throughput of accelerators", sections: sections)
  }
}
