import ChipDB
import Measurement
import Rating
import Rulebook

/// The rating of accelerators, from the devices to the thresholds: every figure of every output format.
public struct DeviceRatingReport: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let tool: RatingReport.Tool
  /// When the report was made, ISO 8601 in UTC.
  public let generated: String
  /// The command line that made it.
  public let command: [String]
  /// Whether the run was interrupted, so that the report covers what there was until then.
  public let partial: Bool
  /// The machine that the devices are in.
  public let host: HostDescription
  public let run: DevicesRun
  public let devices: [RatedDevice]
  /// By kind of product; empty for a single device.
  public let spreads: [DeviceSpreadRecord]
  public let packages: [RatedPackage]
  public let links: [DeviceLinkRecord]
  /// What speaks against the measurement, the gravest first.
  public let findings: [PlausibilityFinding]
  /// What was looked at for it, and what could not be.
  public let plausibility: [PlausibilityCheck.Record]
  /// What the source ids of the report stand for.
  public let sources: [String: String]
  /// What makes the figures less than they should be.
  public let warnings: [String]
  /// How to read the figures.
  public let notes: [String]

  /// A device: its keys are those of a `DeviceRecord`, and what follows.
  public struct RatedDevice: Encodable, Sendable {
    public let record: DeviceRecord
    public let identification: DeviceIdentificationRecord
    public let rating: PartRatingRecord

    private enum CodingKeys: CodingKey { case identification, rating }

    public func encode(to encoder: any Encoder) throws {
      try record.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(identification, forKey: .identification)
      try container.encode(rating, forKey: .rating)
    }
  }

  /// A package: its keys are those of a `DevicePackageRecord`, and its rating.
  public struct RatedPackage: Encodable, Sendable {
    public let record: DevicePackageRecord
    public let rating: PartRatingRecord

    private enum CodingKeys: CodingKey { case rating }

    public func encode(to encoder: any Encoder) throws {
      try record.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(rating, forKey: .rating)
    }
  }

  /// Why a device or a package has no headline figure; empty where each may have one.
  public var objections: [String] {
    devices.compactMap { device in device.record.rules.objection.map { "\(device.record.id): \($0)" } }
      + packages.compactMap { package in
        package.record.rules.objection.map { "package \(package.record.package): \($0)" }
      }
  }

  /// The gravest verdict over all devices and packages, and who has it.
  public var check: (verdict: ClaimVerdict, reason: String) {
    let checks =
      devices.map { ($0.record.id, $0.rating.check) } + packages.map { ($0.record.package, $0.rating.check) }
    let verdict = ClaimVerdict.gravestFirst.first { verdict in checks.contains { $0.1.verdict == verdict } }
    let deciding = checks.filter { $0.1.verdict == verdict }
    return (
      verdict ?? .inconclusive, deciding.map { "\($0.0): \($0.1.reason)" }.joined(separator: "; ")
    )
  }
}
