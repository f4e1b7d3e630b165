import CGEMM
import Foundation

/// A plug-in (`assay_plugin.h`) with its libraries open: its statuses as errors, its structures as values.
///
/// One thread at a time, as the interface has it.
final class PlugIn {
  /// "CUDA".
  let name: String
  let version: String
  private let table: assay_plugin
  private let session: OpaquePointer

  /// - Parameters:
  ///   - table: what `assay_plugin` returned.
  ///   - origin: where it comes from, for messages.
  /// - Throws: `DeviceError` when it is of another version, or its libraries cannot be opened.
  init(_ table: UnsafePointer<assay_plugin>, from origin: String) throws(DeviceError) {
    // Only the first two members are sure to be there.
    let start = UnsafeRawPointer(table)
    let abi = start.loadUnaligned(as: UInt32.self)
    let size = start.loadUnaligned(fromByteOffset: MemoryLayout<UInt32>.size, as: UInt32.self)
    guard abi == UInt32(ASSAY_PLUGIN_ABI) else {
      throw DeviceError(
        .unsupported,
        "\(origin) has version \(abi) of the plug-in interface, this assay \(ASSAY_PLUGIN_ABI): build it against this "
          + "assay's assay_plugin.h")
    }
    guard size == UInt32(MemoryLayout<assay_plugin>.size) else {
      throw DeviceError(
        .unsupported,
        "\(origin) has a plug-in structure of \(size) bytes, this assay of \(MemoryLayout<assay_plugin>.size): build it "
          + "against this assay's assay_plugin.h")
    }
    self.table = table.pointee
    if let missing = Self.missingFunction(of: self.table) {
      throw DeviceError(.unsupported, "\(origin) has no function '\(missing)', which every plug-in needs")
    }
    name = Self.text(self.table.name) ?? "plug-in"
    version = Self.text(self.table.version) ?? ""
    var session: OpaquePointer?
    let open = self.table.open
    try Self.call("opening the libraries") { open?(&session, $0, $1) }
    guard let session else { throw DeviceError(.failed, "\(origin) opened nothing and told no error") }
    self.session = session
  }

  deinit { table.close(session) }

  var hasTelemetry: Bool { table.telemetry != nil }
  var canFlip: Bool { table.flip != nil }

  /// How many devices there are.
  func count() throws(DeviceError) -> Int {
    var count: Int32 = 0
    try Self.call("counting devices") { table.count(session, &count, $0, $1) }
    return Int(max(0, count))
  }

  func describe(_ device: Int) throws(DeviceError) -> assay_device {
    var result = assay_device()
    result.ecc = -1
    try Self.call("describing device \(device)") {
      table.describe(session, Int32(clamping: device), &result, $0, $1)
    }
    return result
  }

  /// - Throws: `DeviceError` of kind `unsupported` where there is no such thing.
  func telemetry(_ device: Int) throws(DeviceError) -> assay_telemetry {
    var result = assay_telemetry.untold
    try Self.call("reading telemetry of device \(device)") {
      table.telemetry?(session, Int32(clamping: device), &result, $0, $1)
    }
    return result
  }

  func select(_ device: Int) throws(DeviceError) {
    try Self.call("opening device \(device)") { table.select(session, Int32(clamping: device), $0, $1) }
  }

  /// - Throws: `DeviceError` where the device or the library has no such product.
  func requireSupport(of product: assay_product) throws(DeviceError) {
    var product = product
    try Self.call("a product") { table.supports(session, &product, $0, $1) }
  }

  func allocate(_ bytes: Int) throws(DeviceError) -> UInt64 {
    var memory: UInt64 = 0
    try Self.call("taking \(bytes) bytes") { table.allocate(session, UInt64(bytes), &memory, $0, $1) }
    return memory
  }

  func release(_ memory: UInt64) { table.release(session, memory) }

  func upload(_ data: Data, to memory: UInt64) throws(DeviceError) {
    try Self.call("writing \(data.count) bytes") { message, capacity in
      data.withUnsafeBytes {
        table.upload(session, memory, $0.baseAddress, UInt64($0.count), message, capacity)
      }
    }
  }

  func download(_ bytes: Int, from memory: UInt64) throws(DeviceError) -> Data {
    var data = Data(count: bytes)
    try Self.call("reading \(bytes) bytes") { message, capacity in
      data.withUnsafeMutableBytes {
        table.download(session, $0.baseAddress, memory, UInt64($0.count), message, capacity)
      }
    }
    return data
  }

  /// Draws uniform elements on the device.
  /// - Throws: `DeviceError` of kind `unsupported` where the host has to.
  func draw(_ format: ElementFormat, at memory: UInt64, count: Int, seed: UInt64) throws(DeviceError) {
    try Self.call("drawing") {
      table.draw?(session, format.code, memory, UInt64(count), seed, $0, $1)
    }
  }

  /// Copies a matrix with the signs of a seed.
  /// - Throws: `DeviceError` of kind `unsupported` where the host has to.
  func flip(
    _ format: ElementFormat, from: UInt64, to: UInt64, rows: Int, columns: Int, seed: UInt64
  ) throws(DeviceError) {
    try Self.call("flipping") {
      table.flip?(session, format.code, to, from, UInt64(rows), UInt64(columns), seed, $0, $1)
    }
  }

  /// - Throws: `DeviceError` of kind `unsupported` where only the host can check.
  func check(_ product: assay_product, a: UInt64, b: UInt64, c: UInt64, seed: UInt64) throws(DeviceError)
    -> (largest: Double, row: Int)
  {
    var (product, largest, row) = (product, 0.0, UInt64(0))
    try Self.call("checking") {
      table.check?(session, &product, a, b, c, seed, &largest, &row, $0, $1)
    }
    return (largest, Int(clamping: row))
  }

  /// The library's kernels for a product, best first; to be discarded.
  func prepare(_ product: assay_product, wanted: Int) throws(DeviceError)
    -> (prepared: OpaquePointer, kernels: [String])
  {
    var (product, prepared, count) = (product, OpaquePointer?.none, Int32(0))
    try Self.call("preparing the product") {
      table.prepare(session, &product, Int32(clamping: wanted), &prepared, &count, $0, $1)
    }
    guard let prepared else {
      throw DeviceError(.failed, "preparing the product gave nothing and told no error")
    }
    guard count > 0 else {
      table.discard(session, prepared)
      throw DeviceError(.unsupported, "the library has no kernel for this product")
    }
    let kernels = (0..<min(Int(count), wanted)).map { number in
      Self.text(table.kernel(prepared, Int32(number))) ?? "kernel \(number)"
    }
    return (prepared, kernels)
  }

  func discard(_ prepared: OpaquePointer) { table.discard(session, prepared) }

  /// - Returns: the seconds of all products together, by the device's clock.
  func run(_ prepared: OpaquePointer, kernel: Int, a: [UInt64], b: [UInt64], c: [UInt64], count: Int)
    throws(DeviceError) -> Double
  {
    var seconds = 0.0
    try Self.call("multiplying") {
      table.run(
        session, prepared, Int32(clamping: kernel), a, b, c, Int32(clamping: a.count), Int32(clamping: count),
        &seconds,
        $0, $1)
    }
    return seconds
  }

  /// - Throws: `DeviceError` of kind `unsupported` where there is no such thing.
  func bandwidth(_ kind: Int, peer: Int, bytes: Int, count: Int) throws(DeviceError)
    -> (seconds: Double, moved: Double)
  {
    var (seconds, moved) = (0.0, UInt64(0))
    try Self.call("measuring bandwidth") {
      table.bandwidth?(
        session, Int32(clamping: kind), Int32(clamping: peer), UInt64(bytes), Int32(clamping: count),
        &seconds, &moved,
        $0, $1)
    }
    return (seconds, Double(moved))
  }

  /// Calls a function and turns its status into an error.
  /// - Parameters:
  ///   - task: what it is to do, for an error without a message.
  ///   - function: gets room for a message and returns the status; `nil` where the plug-in has no such function.
  private static func call(
    _ task: String, _ function: (UnsafeMutablePointer<CChar>, Int) -> Int32?
  ) throws(DeviceError) {
    var message = [CChar](repeating: 0, count: 1024)
    let status: Int32? = message.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress else { return nil }
      // One less: a message that fills its room still ends.
      return function(start, room.count - 1)
    }
    guard let status else { throw DeviceError(.unsupported, "\(task): the plug-in has no such thing") }
    guard status != Int32(ASSAY_OK.rawValue) else { return }
    let said = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw DeviceError(
      DeviceError.Kind(status: status), said.isEmpty ? "\(task) failed (status \(status))" : said)
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    guard let pointer else { return nil }
    let text = String(cString: pointer).printable
    return text.isEmpty ? nil : text
  }

  private static func missingFunction(of table: assay_plugin) -> String? {
    let needed: [(String, Bool)] = [
      ("open", table.open != nil), ("close", table.close != nil), ("count", table.count != nil),
      ("describe", table.describe != nil), ("select", table.select != nil),
      ("supports", table.supports != nil),
      ("allocate", table.allocate != nil), ("release", table.release != nil), ("upload", table.upload != nil),
      ("download", table.download != nil), ("prepare", table.prepare != nil),
      ("discard", table.discard != nil),
      ("kernel", table.kernel != nil), ("run", table.run != nil),
    ]
    return needed.first { !$0.1 }?.0
  }
}

extension DeviceError.Kind {
  fileprivate init(status: Int32) {
    self =
      switch UInt32(bitPattern: status) {
      case ASSAY_UNSUPPORTED.rawValue: .unsupported
      case ASSAY_OUT_OF_MEMORY.rawValue: .memory
      case ASSAY_BUSY.rawValue: .busy
      case ASSAY_GONE.rawValue: .gone
      default: .failed
      }
  }
}
