/// What a worker says of a device. What it does not tell is `nil`.
public struct DeviceDescription: Codable, Equatable, Sendable {
  /// "cuda:0": letters, digits and `:._-`.
  public let id: String
  public let name: String
  public var vendor: String?
  /// "sm_90", "gfx942".
  public var architecture: String?
  public var uuid: String?
  public var memoryBytes: Int?
  public var freeBytes: Int?
  /// The last cache.
  public var cacheBytes: Int?
  /// Multiprocessors or compute units that this device may use.
  public var processors: Int?
  public var driver: String?
  /// The libraries that multiply, with their versions.
  public var libraries: String?
  /// Whether the memory corrects errors.
  public var ecc: Bool?
  /// Whether the worker tells what the device is doing.
  public var telemetry: Bool?
  public var pci: PCI?
  /// Devices with the same text are dies of one package.
  public var package: String?
  /// What share of a part the device is; `nil` for a whole one.
  public var partition: Partition?

  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }

  /// Where it sits on the bus, and by which numbers the vendor calls it: four hexadecimal digits each.
  public struct PCI: Codable, Equatable, Sendable {
    public var address: String?
    public var vendor: String?
    public var device: String?
    public var subsystemVendor: String?
    public var subsystemDevice: String?

    /// "10de:2330", as the chip database has it; `nil` where it is not told.
    public var identifier: String? {
      guard let vendor, let device else { return nil }
      return "\(vendor):\(device)".lowercased()
    }
  }

  /// A share of a part.
  public struct Partition: Codable, Equatable, Sendable {
    /// "MIG 1g.10gb".
    public var name: String
    /// Its processors, where they are known.
    public var processors: Int?
    /// Those of the whole part, where they are known.
    public var wholeProcessors: Int?

    /// The known share, above 0 and up to 1; `nil` where it is not known.
    public var share: Double? {
      guard let processors, let wholeProcessors, processors > 0, processors <= wholeProcessors else {
        return nil
      }
      return Double(processors) / Double(wholeProcessors)
    }
  }

  /// The same in characters that command no terminal, cut to what a table can hold, without numbers that are none.
  package var printable: DeviceDescription {
    func kept(_ number: Int?) -> Int? { number.flatMap { $0 >= 0 ? $0 : nil } }
    var clean = DeviceDescription(id: id.printable, name: String(name.printable.prefix(128)))
    clean.vendor = self.vendor.map { String($0.printable.prefix(64)) }
    clean.architecture = architecture?.printable
    clean.uuid = uuid?.printable
    clean.memoryBytes = kept(memoryBytes)
    clean.freeBytes = kept(freeBytes)
    clean.cacheBytes = kept(cacheBytes)
    clean.processors = kept(processors)
    clean.driver = driver?.printable
    clean.libraries = libraries?.printable(upTo: 256)
    clean.ecc = ecc
    clean.telemetry = telemetry
    clean.pci = pci.map {
      PCI(
        address: $0.address?.printable, vendor: $0.vendor?.printable, device: $0.device?.printable,
        subsystemVendor: $0.subsystemVendor?.printable, subsystemDevice: $0.subsystemDevice?.printable)
    }
    clean.package = package?.printable
    clean.partition = partition.map {
      Partition(name: $0.name.printable, processors: $0.processors, wholeProcessors: $0.wholeProcessors)
    }
    return clean
  }
}
