import ChipDB
import Measurement

/// Which part of a chip was measured: what declared figures of the whole chip are scaled by.
struct DevicePart {
  /// Above 0 and up to 1; `nil` where it is not known, so that no declared figure can be held against it.
  let share: Double?
  /// "the whole chip", "MIG 1g.10gb, 16 of 132 processors".
  let words: String

  private init(_ share: Double?, _ words: String) {
    self.share = share
    self.words = words
  }

  /// The part that one device is.
  init(_ identification: DeviceIdentification) {
    let device = identification.device
    if let partition = device.partition {
      let text = DeviceIdentity(device).partition?.text ?? partition.name
      self.init(
        partition.share,
        text
          + (partition.share == nil ? ": no declared figure is held against a share of unknown size" : ""))
    } else if device.package != nil || identification.isDie {
      let dies = identification.chip?.computeDies ?? 1
      self.init(
        dies > 1 ? 1 / Double(dies) : nil,
        dies > 1
          ? "one of the \(dies) compute dies of its package"
          : "one die of a package; the database does not tell of how many: no declared figure is held against it alone"
      )
    } else {
      self.init(1, "the whole chip")
    }
  }

  /// The part that several devices of one package are together.
  init(_ package: DevicePackage, _ identifications: [DeviceIdentification]) {
    let count = package.devices.count
    let partitions = package.devices.compactMap { $0.device.partition?.share }
    let dies = identifications.first?.chip?.computeDies ?? 1
    if partitions.count == count {
      let share = partitions.reduce(0, +)
      self.init(min(1, share), "\(count) partitions, \(NumberFormat.percent(min(1, share))) of the package")
    } else if package.devices.contains(where: { $0.device.partition != nil }) {
      self.init(nil, "\(count) partitions of unknown size: no declared figure is held against them")
    } else if dies > 1 {
      self.init(
        min(1, Double(count) / Double(dies)),
        count >= dies ? "all \(count) compute dies" : "\(count) of the \(dies) compute dies")
    } else {
      self.init(1, "\(count) dies, held against the package as if they were all: the database does not tell")
    }
  }
}

/// Which part of a chip was measured, as a report has it.
public struct DevicePartRecord: Encodable, Sendable {
  /// Above 0 and up to 1; `nil` where it is not known.
  @Nullable public private(set) var share: Double?
  public let words: String

  init(_ part: DevicePart) {
    words = part.words
    share = part.share
  }
}
