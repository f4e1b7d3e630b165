import CGEMM
import Foundation
import Testing

struct ProbeError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A plug-in in a process of its own (Tests/PluginProbe), with its own libraries and environment.
final class PluginProbe {
  /// What a call answered: its status, and what it gave or its message.
  struct Reply: Equatable, CustomStringConvertible {
    let status: assay_status
    let fields: [String]

    var message: String { fields.first ?? "" }
    var description: String { "status \(status.rawValue): \(fields)" }

    /// The value of a field `name=value`.
    subscript(_ name: String) -> String? {
      fields.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
  }

  private let process = Process()
  private let requests = Pipe()
  private let replies = Pipe()
  private var received: [UInt8] = []
  /// Where operands go through.
  private let scratch: String

  /// - Parameters:
  ///   - plugin: `cuda` or `hip`.
  ///   - libraries: Folders for ASSAY_LIBRARY_PATH, separated by colons.
  init(_ plugin: String, libraries: String, environment: [String: String] = [:]) throws {
    // A child that has ended must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    scratch = try FakeLibraries.folder() + "/operand-\(UUID().uuidString)"
    // The tests are an executable beside the probe.
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    process.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(
      "plugin-probe")
    process.arguments = [plugin]
    process.environment = environment.merging(["ASSAY_LIBRARY_PATH": libraries]) { own, _ in own }
    process.standardInput = requests
    process.standardOutput = replies
    try process.run()
  }

  deinit {
    // The child of a thread that blocks signals blocks them too: only this one ends it in any case.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: scratch)
  }

  /// Makes a call and waits for its answer.
  ///
  /// - Throws: If the process ends, or does not answer within the time.
  func ask(_ call: String, _ arguments: any CustomStringConvertible..., within seconds: Double = 60) throws
    -> Reply
  {
    try ask(call, arguments, within: seconds)
  }

  func ask(_ call: String, _ arguments: [any CustomStringConvertible], within seconds: Double = 60) throws
    -> Reply
  {
    let line = ([call] + arguments.map(\.description)).joined(separator: " ") + "\n"
    try requests.fileHandleForWriting.write(contentsOf: Data(line.utf8))
    let fields = try nextLine(within: seconds).split(separator: "\t", omittingEmptySubsequences: false).map(
      String.init)
    guard let status = UInt32(fields[0]) else { throw ProbeError("\(call): answered \(fields)") }
    return Reply(status: assay_status(status), fields: Array(fields.dropFirst()))
  }

  /// Makes a call that has to succeed.
  @discardableResult
  func get(_ call: String, _ arguments: any CustomStringConvertible...) throws -> [String] {
    let reply = try ask(call, arguments)
    guard reply.status == ASSAY_OK else { throw ProbeError("\(call): \(reply)") }
    return reply.fields
  }

  private func nextLine(within seconds: Double) throws -> String {
    let end = Date(timeIntervalSinceNow: seconds)
    while true {
      if let newline = received.firstIndex(of: 10) {
        defer { received.removeSubrange(...newline) }
        return String(decoding: received[..<newline], as: UTF8.self)
      }
      let descriptor = replies.fileHandleForReading.fileDescriptor
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = Int32(max(0, end.timeIntervalSinceNow * 1000))
      guard Foundation.poll(&poll, 1, left) == 1 else { throw ProbeError("no answer within \(seconds) s") }
      let data = replies.fileHandleForReading.availableData
      guard !data.isEmpty else { throw ProbeError("the process has ended") }
      received += data
    }
  }
}

// Memory of the device.
extension PluginProbe {
  func allocate(_ bytes: Int) throws -> UInt64 {
    guard let address = UInt64(try get("allocate", bytes)[0]) else {
      throw ProbeError("allocate: no address")
    }
    return address
  }

  /// Memory that holds some bytes.
  func place(_ bytes: [UInt8]) throws -> UInt64 {
    let address = try allocate(bytes.count)
    try upload(bytes, to: address)
    return address
  }

  func upload(_ bytes: [UInt8], to address: UInt64) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: scratch))
    try get("upload", address, scratch)
  }

  func download(_ count: Int, from address: UInt64) throws -> [UInt8] {
    try get("download", address, count, scratch)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch)))
  }
}
