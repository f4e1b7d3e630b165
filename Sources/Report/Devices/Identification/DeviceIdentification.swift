import ChipDB
import Measurement

/// Which chip of the database a device is, by what it calls itself: exactly one, or none where that leaves a doubt.
struct DeviceIdentification {
  let device: DeviceDescription
  let chip: Chip?
  /// By what the chip was found, or why there is none.
  let reason: String
  /// What the database notes of the ids by which it was found.
  let remarks: [String]
  /// Whether each die of the chip's package has the device's name.
  let isDie: Bool

  init(_ device: DeviceDescription, in database: ChipDatabase) {
    let name = Self.name(of: device)
    let pci = device.pci?.identifier
    let byPCI = pci.map { database.chips(pci: $0) } ?? []
    let byName = Self.chips(named: name, vendor: device.vendor, in: database)
    let inBoth = byPCI.map(\.chip).filter { chip in byName.contains { $0.chip.id == chip.id } }
    let named = "its name '\(name)'"
    let numbered = pci.map { "its PCI id \($0)" } ?? "no PCI id is told"
    self.device = device
    switch (byPCI.count, byName.count, inBoth.count) {
    case (0, 0, _):
      chip = nil
      reason =
        pci == nil
        ? "\(numbered), and \(named) is not in the database"
        : "neither \(numbered) nor \(named) is in the database"
    case (_, _, 1):
      chip = inBoth.first
      reason = "\(numbered) and \(named)"
    case (1..., 1..., 0):
      chip = nil
      reason =
        "\(numbered) is that of \(Self.list(byPCI.map(\.chip))) and \(named) that of "
        + "\(Self.list(byName.map(\.chip))): they disagree, so that no chip is assumed"
    case (1, 0, _):
      chip = byPCI.first?.chip
      reason = "\(numbered); \(named) is not in the database"
    case (0, 1, _):
      chip = byName.first?.chip
      reason = pci == nil ? "\(named); \(numbered)" : "\(named); \(numbered) is not in the database"
    default:
      chip = nil
      let meant = inBoth.isEmpty ? (byPCI.isEmpty ? byName.map(\.chip) : byPCI.map(\.chip)) : inBoth
      reason =
        "\(byPCI.isEmpty ? named : numbered) is shared by \(Self.list(meant))"
        + (inBoth.isEmpty ? "" : ", and so is \(named)") + ", so that no chip is assumed"
    }
    let ids =
      byPCI.map { (chip: $0.chip, id: $0.id) }
      + byName.compactMap { found in
        found.id.map { (chip: found.chip, id: $0) }
      }
    remarks = ids.compactMap { found in
      let notes = [found.id.note, found.id.grade == .unverified ? "no source could be read" : nil]
        .compactMap { $0 }
      return notes.isEmpty
        ? nil : "\(found.id.id) of \(found.chip.name): \(notes.joined(separator: "; ")) (\(found.id.source))"
    }
    isDie =
      chip.map { chip in ids.contains { $0.chip.id == chip.id && $0.id.scheme == .frameworkDie } } ?? false
  }

  /// The device's name without that of the partition behind it: "NVIDIA H100 80GB HBM3 MIG 1g.10gb".
  private static func name(of device: DeviceDescription) -> String {
    guard let partition = device.partition?.name, device.name.hasSuffix(" " + partition) else {
      return device.name
    }
    return String(device.name.dropLast(partition.count + 1))
  }

  /// By the name, or by the vendor's and the name together: "Huawei Ascend 910B2".
  private static func chips(
    named name: String, vendor: String?, in database: ChipDatabase
  ) -> [(chip: Chip, id: Chip.DeviceID?)] {
    let found = database.chips(deviceName: name)
    guard found.isEmpty, let vendor else { return found }
    return database.chips(deviceName: "\(vendor) \(name)")
  }

  private static func list(_ chips: [Chip]) -> String {
    let names = chips.map(\.name)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// Which chip a device is, as a report has it.
public struct DeviceIdentificationRecord: Encodable, Sendable {
  /// The chip's id in the database; `nil` where what the device tells leaves a doubt.
  @Nullable public private(set) var chip: String?
  @Nullable public private(set) var name: String?
  /// By what it was found, or why there is none.
  public let reason: String
  /// What the database notes of the ids by which it was found.
  public let remarks: [String]

  init(_ identification: DeviceIdentification) {
    reason = identification.reason
    remarks = identification.remarks
    chip = identification.chip?.id
    name = identification.chip?.name
  }

  /// "NVIDIA H100 SXM5 80GB, by its PCI id 10de:2330 and its name …".
  var text: String { name.map { "\($0), by \(reason)" } ?? "unknown: \(reason)" }
}
