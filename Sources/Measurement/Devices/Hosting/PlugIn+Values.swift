import CGEMM
import Rating

extension ElementFormat {
  /// The same as `assay_format`.
  var code: Int32 {
    let format =
      switch self {
      case .fp64: ASSAY_FP64
      case .fp32: ASSAY_FP32
      case .fp16: ASSAY_FP16
      case .bf16: ASSAY_BF16
      case .fp8e4m3: ASSAY_FP8E4M3
      case .fp8e5m2: ASSAY_FP8E5M2
      case .fp4: ASSAY_FP4
      case .int8: ASSAY_INT8
      case .int32: ASSAY_INT32
      }
    return Int32(format.rawValue)
  }
}

extension assay_product {
  /// A kind of product of the given sizes; without sizes, the kind alone.
  init(_ variant: ProductVariant, _ input: ElementFormat, m: Int = 0, n: Int = 0, k: Int = 0) {
    self.init(
      input: input.code, output: variant.output.code,
      arithmetic: Int32((variant.precision == .tf32 ? ASSAY_TF32 : ASSAY_PLAIN).rawValue),
      fast_accumulate: variant.accumulate == .fast ? 1 : 0, sparse: variant.sparsity == nil ? 0 : 1,
      b_transposed: variant.transposed ? 1 : 0, m: Int64(m), n: Int64(n), k: Int64(k))
  }
}

extension DeviceDescription {
  init(_ device: assay_device, id: String, telemetry: Bool) {
    self.init(id: id, name: Self.text(device.name) ?? id)
    vendor = Self.text(device.vendor)
    architecture = Self.text(device.architecture)
    uuid = Self.text(device.uuid)
    memoryBytes = Self.number(device.memory_bytes)
    freeBytes = Self.number(device.free_bytes)
    cacheBytes = Self.number(device.cache_bytes)
    processors = Self.number(device.processors)
    driver = Self.text(device.driver)
    libraries = Self.text(device.libraries)
    ecc = device.ecc < 0 ? nil : device.ecc > 0
    self.telemetry = telemetry
    package = Self.text(device.package)
    let address = Self.text(device.pci_address)
    if address != nil || device.pci_vendor != 0 {
      pci = PCI(
        address: address, vendor: Self.digits(device.pci_vendor), device: Self.digits(device.pci_device),
        subsystemVendor: Self.digits(device.pci_subsystem_vendor),
        subsystemDevice: Self.digits(device.pci_subsystem_device))
    }
    if let share = Self.text(device.partition) {
      let whole = Self.number(device.whole_processors)
      partition = Partition(name: share, processors: whole == nil ? nil : processors, wholeProcessors: whole)
    }
  }

  private static func number(_ value: some BinaryInteger) -> Int? { value == 0 ? nil : Int(clamping: value) }

  /// Four hexadecimal digits; `nil` for 0, which nobody has.
  private static func digits(_ identifier: UInt32) -> String? {
    guard identifier > 0, identifier <= 0xffff else { return nil }
    let digits = String(identifier, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// The text of an array of characters, up to its zero or its end; `nil` where it is empty.
  fileprivate static func text<Characters>(_ characters: Characters) -> String? {
    let text = withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return text.isEmpty ? nil : text
  }
}

extension assay_telemetry {
  /// What nothing has been written to yet.
  static var untold: assay_telemetry {
    var telemetry = assay_telemetry()
    telemetry.watts = .nan
    telemetry.limit_watts = .nan
    telemetry.joules = .nan
    telemetry.celsius = .nan
    telemetry.clock_mhz = .nan
    telemetry.highest_clock_mhz = .nan
    telemetry.memory_clock_mhz = .nan
    telemetry.utilisation = .nan
    telemetry.processes = -1
    return telemetry
  }
}

extension DeviceTelemetry {
  init(_ telemetry: assay_telemetry) {
    self.init()
    func told(_ value: Double) -> Double? { value.isFinite ? value : nil }
    watts = told(telemetry.watts)
    limitWatts = told(telemetry.limit_watts)
    joules = told(telemetry.joules)
    celsius = told(telemetry.celsius)
    clockMHz = told(telemetry.clock_mhz)
    highestClockMHz = told(telemetry.highest_clock_mhz)
    memoryClockMHz = told(telemetry.memory_clock_mhz)
    utilisation = told(telemetry.utilisation)
    processes = telemetry.processes < 0 ? nil : Int(telemetry.processes)
    throttle = DeviceDescription.text(telemetry.throttle).map { text in
      let reasons = text.split(separator: ";").map { String($0.drop { $0 == " " }) }
      return reasons.filter { !$0.isEmpty && $0 != "none" }
    }
  }
}
