import Foundation
import Parallel

/// The devices that some programs reach, and the programs that reach none.
public struct DeviceCatalogue: Sendable {
  /// A device that a program has told of.
  public struct Found: Sendable {
    /// What it is asked for by: its own id, behind the program's name where two programs have the same.
    public let id: String
    public let device: DeviceDescription
    public let program: DeviceProgram
    /// Name and version of what multiplies there.
    public let worker: String
  }

  /// A program through which no device can be reached.
  public struct Absent: Codable, Sendable {
    public let name: String
    /// The file that the user named; `nil` for what Assay has itself.
    public let path: String?
    public let reason: String
  }

  public let found: [Found]
  public let absent: [Absent]

  /// Asks programs which devices they reach, all at the same time.
  /// - Parameters:
  ///   - programs: in the order in which their devices are listed.
  ///   - assay: the `assay` command, which hosts what is a library.
  public static func open(
    _ programs: [DeviceProgram], assay: URL, patience: DeviceWorker.Patience = .init()
  ) -> DeviceCatalogue {
    let greetings = programs.concurrentMap { program in
      Result { () throws(DeviceError) in
        try DeviceWorker(program, assay: assay, patience: patience).greeting
      }
    }
    var found: [(program: DeviceProgram, worker: String, device: DeviceDescription)] = []
    var absent: [Absent] = []
    for (program, greeting) in zip(programs, greetings) {
      switch greeting {
      case .success(let greeting):
        let worker = [greeting.name, greeting.libraryVersion].compactMap { $0 }.joined(separator: " ")
          .printable
        let devices = greeting.devices.filter { isSound($0.id) }
        found += devices.map { (program, worker, $0.printable) }
        if devices.isEmpty {
          let reason = greeting.reason ?? "it tells of no device"
          absent.append(
            Absent(
              name: program.name, path: program.path,
              reason: reason.printable(upTo: DeviceError.longestReason)))
        }
      case .failure(let error):
        absent.append(Absent(name: program.name, path: program.path, reason: error.message))
      }
    }
    let counts = Dictionary(found.map { ($0.device.id, 1) }, uniquingKeysWith: +)
    return DeviceCatalogue(
      found: found.map {
        let isAlone = counts[$0.device.id] == 1
        return Found(
          id: isAlone ? $0.device.id : "\($0.program.name)/\($0.device.id)", device: $0.device,
          program: $0.program,
          worker: $0.worker)
      }, absent: absent)
  }

  /// The devices that some names mean: "all", an id, or the part of ids before the colon, as in "cuda".
  /// - Throws: `DeviceError` for a name that means none, with those that there are.
  public func devices(named names: [String]) throws(DeviceError) -> [Found] {
    var chosen: Set<String> = []
    for name in names {
      let meant = found.filter { name == "all" || Self.names($0).contains(name) }
      if meant.isEmpty { throw DeviceError(.unsupported, explanation(of: name)) }
      chosen.formUnion(meant.map(\.id))
    }
    return found.filter { chosen.contains($0.id) }
  }

  private static func names(_ found: Found) -> [String] {
    let id = found.device.id
    let kind = String(id.prefix { $0 != ":" })
    return [
      found.id, id, kind, found.program.name, "\(found.program.name)/\(id)", "\(found.program.name)/\(kind)",
    ]
  }

  private func explanation(of name: String) -> String {
    let known = found.isEmpty ? "there is none" : "there are \(found.map(\.id).joined(separator: ", "))"
    let meant = absent.filter { name == "all" || name.hasPrefix($0.name) }
    let reasons = meant.map { "\($0.name): \($0.reason)" }.joined(separator: "; ")
    return "--device \(name): no such device; \(known)" + (reasons.isEmpty ? "" : " (\(reasons))")
  }

  /// Letters, digits and `:._-`, at most 64.
  static func isSound(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 64
      && id.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || ":._-".utf8.contains(byte)
      }
  }
}
