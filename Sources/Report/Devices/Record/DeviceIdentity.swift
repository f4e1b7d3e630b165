import Measurement

/// What a worker says of a device, as a report has it: every key, with null for what is not told.
public struct DeviceIdentity: Encodable, Sendable {
  /// The worker's own id: "cuda:0".
  public let id: String
  public let name: String
  @Nullable public private(set) var vendor: String?
  /// "sm_90", "gfx942".
  @Nullable public private(set) var architecture: String?
  @Nullable public private(set) var uuid: String?
  @Nullable public private(set) var memoryBytes: Int?
  @Nullable public private(set) var freeBytes: Int?
  /// The last cache.
  @Nullable public private(set) var cacheBytes: Int?
  /// Multiprocessors or compute units that this device may use.
  @Nullable public private(set) var processors: Int?
  @Nullable public private(set) var driver: String?
  @Nullable public private(set) var libraries: String?
  /// Whether the memory corrects errors.
  @Nullable public private(set) var ecc: Bool?
  /// Whether the worker tells what the device is doing.
  @Nullable public private(set) var telemetry: Bool?
  @Nullable public private(set) var pci: PCI?
  /// Devices with the same text are dies of one package.
  @Nullable public private(set) var package: String?
  /// What share of a part the device is; `nil` for a whole one.
  @Nullable public private(set) var partition: Partition?

  /// Where it sits on the bus, and by which numbers its vendor calls it.
  public struct PCI: Encodable, Sendable {
    @Nullable public private(set) var address: String?
    @Nullable public private(set) var vendor: String?
    @Nullable public private(set) var device: String?
    @Nullable public private(set) var subsystemVendor: String?
    @Nullable public private(set) var subsystemDevice: String?
  }

  /// A share of a part.
  public struct Partition: Encodable, Sendable {
    public let name: String
    @Nullable public private(set) var processors: Int?
    /// Those of the whole part.
    @Nullable public private(set) var wholeProcessors: Int?
  }

  init(_ told: DeviceDescription) {
    id = told.id
    name = told.name
    vendor = told.vendor
    architecture = told.architecture
    uuid = told.uuid
    memoryBytes = told.memoryBytes
    freeBytes = told.freeBytes
    cacheBytes = told.cacheBytes
    processors = told.processors
    driver = told.driver
    libraries = told.libraries
    ecc = told.ecc
    telemetry = told.telemetry
    pci = told.pci.map {
      PCI(
        address: $0.address, vendor: $0.vendor, device: $0.device, subsystemVendor: $0.subsystemVendor,
        subsystemDevice: $0.subsystemDevice)
    }
    package = told.package
    partition = told.partition.map {
      Partition(name: $0.name, processors: $0.processors, wholeProcessors: $0.wholeProcessors)
    }
  }

  /// What there is to tell of it, what is not told left out.
  var fields: [(label: String, value: String)] {
    let told: [(label: String, value: String?)] = [
      ("name", name), ("vendor", vendor), ("architecture", architecture), ("PCI", pci?.text),
      (
        "memory",
        memoryBytes.map { all in
          NumberFormat.bytes(all) + (freeBytes.map { ", \(NumberFormat.bytes($0)) free" } ?? "")
        }
      ),
      ("ECC", ecc.map { $0 ? "on" : "off" }), ("processors", processors.map { "\($0)" }),
      ("last cache", cacheBytes.map(NumberFormat.bytes)), ("driver", driver), ("libraries", libraries),
      ("partition", partition?.text), ("package", package), ("UUID", uuid),
    ]
    return told.compactMap { label, value in value.map { (label, $0) } }
  }
}

extension DeviceIdentity.PCI {
  /// "0000:41:00.0, 10de:2330, subsystem 10de:16c1"; `nil` where nothing is told.
  var text: String? {
    func numbers(_ vendor: String?, _ device: String?) -> String? {
      vendor.flatMap { vendor in device.map { "\(vendor):\($0)" } }
    }
    let parts = [
      address, numbers(vendor, device),
      numbers(subsystemVendor, subsystemDevice).map { "subsystem \($0)" },
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension DeviceIdentity.Partition {
  /// "MIG 1g.10gb, 16 of 132 processors".
  var text: String {
    guard let processors else { return "\(name), a share of unknown size" }
    return "\(name), \(processors) of \(wholeProcessors.map { "\($0)" } ?? "an unknown number of") processors"
  }
}
