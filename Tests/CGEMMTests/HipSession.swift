import CGEMM

/// How a call of the plug-in ended that did not end well.
struct HipFailure: Error, CustomStringConvertible {
  let status: UInt32
  let message: String

  var description: String { "status \(status): \(message)" }
}

/// The HIP plug-in, open on fake libraries with a behaviour. Used from the thread that made it.
final class HipSession {
  /// Words that C has as macros or enumerations.
  typealias Product = assay_product

  private let plugin: assay_plugin
  private let session: OpaquePointer

  init(behaviour: String = "", select device: Int32? = 0) throws {
    _ = FakeHIP.folder
    FakeHIP.behave(behaviour)
    plugin = assay_hip().pointee
    let plugin = plugin
    var opened: OpaquePointer?
    try Self.call { plugin.open(&opened, $0, $1) }
    guard let opened else { throw HipFailure(status: ASSAY_FAILED.rawValue, message: "no session") }
    session = opened
    if let device {
      try call { plugin.select(opened, device, $0, $1) }
    }
  }

  /// Closes it; the behaviour stays, so that what is left allocated can be asked for.
  func close() {
    plugin.close(session)
  }

  private typealias Buffer = UnsafeMutablePointer<CChar>?

  private static func call(_ body: (UnsafeMutablePointer<CChar>?, Int) -> Int32) throws(HipFailure) {
    var message = [CChar](repeating: 0, count: 1024)
    let status = message.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
    if status != Int32(bitPattern: ASSAY_OK.rawValue) {
      let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw HipFailure(status: UInt32(bitPattern: status), message: String(decoding: bytes, as: UTF8.self))
    }
  }

  private func call(_ body: (UnsafeMutablePointer<CChar>?, Int) -> Int32) throws(HipFailure) {
    try Self.call(body)
  }

  func count() throws(HipFailure) -> Int32 {
    var devices: Int32 = -1
    try call { plugin.count(session, &devices, $0, $1) }
    return devices
  }

  func describe(_ device: Int32) throws(HipFailure) -> assay_device {
    var result = assay_device()
    try call { plugin.describe(session, device, &result, $0, $1) }
    return result
  }

  func telemetry(_ device: Int32) throws(HipFailure) -> assay_telemetry {
    var result = assay_telemetry()
    try call { plugin.telemetry(session, device, &result, $0, $1) }
    return result
  }

  func supports(_ product: Product) throws(HipFailure) {
    var kind = product
    (kind.m, kind.n, kind.k) = (0, 0, 0)
    try call { plugin.supports(session, &kind, $0, $1) }
  }

  func allocate(_ bytes: Int) throws(HipFailure) -> UInt64 {
    var memory: UInt64 = 0
    try call { plugin.allocate(session, UInt64(bytes), &memory, $0, $1) }
    return memory
  }

  func release(_ memory: UInt64) {
    plugin.release(session, memory)
  }

  func upload(_ bytes: [UInt8], to memory: UInt64) throws(HipFailure) {
    try call { message, capacity in
      bytes.withUnsafeBytes {
        plugin.upload(session, memory, $0.baseAddress, UInt64($0.count), message, capacity)
      }
    }
  }

  func download(_ count: Int, from memory: UInt64) throws(HipFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try call { message, capacity in
      bytes.withUnsafeMutableBytes {
        plugin.download(session, $0.baseAddress, memory, UInt64($0.count), message, capacity)
      }
    }
    return bytes
  }

  func draw(_ format: HipFormat, to memory: UInt64, count: Int, seed: UInt64) throws(HipFailure) {
    try call { plugin.draw(session, format.number, memory, UInt64(count), seed, $0, $1) }
  }

  func flip(
    _ format: HipFormat, to: UInt64, from: UInt64, rows: Int, columns: Int, seed: UInt64
  ) throws(HipFailure) {
    try call { plugin.flip(session, format.number, to, from, UInt64(rows), UInt64(columns), seed, $0, $1) }
  }

  func check(
    _ product: Product, a: UInt64, b: UInt64, c: UInt64, seed: UInt64
  ) throws(HipFailure) -> (largest: Double, row: UInt64) {
    var product = product
    var largest = -1.0
    var row: UInt64 = .max
    try call { plugin.check(session, &product, a, b, c, seed, &largest, &row, $0, $1) }
    return (largest, row)
  }

  /// What can be run; valid until `discard`.
  struct Prepared {
    let handle: OpaquePointer
    let kernels: [String]
  }

  func prepare(_ product: Product, wanted: Int32 = 8) throws(HipFailure) -> Prepared {
    var product = product
    var handle: OpaquePointer?
    var kernels: Int32 = 0
    try call { plugin.prepare(session, &product, wanted, &handle, &kernels, $0, $1) }
    guard let handle else { throw HipFailure(status: ASSAY_FAILED.rawValue, message: "nothing prepared") }
    let names = (0..<kernels).map { plugin.kernel(handle, $0).map { String(cString: $0) } ?? "" }
    return Prepared(handle: handle, kernels: names)
  }

  func discard(_ prepared: Prepared) {
    plugin.discard(session, prepared.handle)
  }

  /// Seconds of `count` products.
  @discardableResult
  func run(
    _ prepared: Prepared, kernel: Int32 = 0, a: [UInt64], b: [UInt64], c: [UInt64], count: Int32
  ) throws(HipFailure) -> Double {
    var seconds = -1.0
    try call {
      plugin.run(session, prepared.handle, kernel, a, b, c, Int32(a.count), count, &seconds, $0, $1)
    }
    return seconds
  }

  func bandwidth(
    _ kind: Int32, peer: Int32 = 0, bytes: Int, count: Int32
  ) throws(HipFailure) -> (seconds: Double, moved: UInt64) {
    var seconds = -1.0
    var moved: UInt64 = 0
    try call { plugin.bandwidth(session, kind, peer, UInt64(bytes), count, &seconds, &moved, $0, $1) }
    return (seconds, moved)
  }
}

/// The text of an array of characters in a C structure.
func text<Characters>(_ characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
