import Foundation

/// Reads the small text files in which Linux describes a machine.
///
/// All paths are relative to a root, so that a test can describe a machine of its own.
public struct SystemFiles: Sendable {
  private let root: String

  /// - Parameter root: the directory that holds `proc` and `sys`.
  public init(root: String = "/") {
    self.root = root.hasSuffix("/") ? root : root + "/"
  }

  /// The file's text without surrounding white space; `nil` when it cannot be read.
  func text(_ path: String) -> String? {
    guard let bytes = bytes(path) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }

  /// The file's bytes by the system's own calls: between two visits Foundation's would take ten times as long.
  private func bytes(_ path: String) -> [UInt8]? {
    let descriptor = open(root + path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// The file's content as a whole number.
  func integer(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

  /// The file's content as a CPU list: "0-3,8" is 0, 1, 2, 3, 8.
  func cpuList(_ path: String) -> [Int]? { text(path).flatMap(Self.parseCPUList) }

  /// The names in a directory, sorted; empty when there is no such directory.
  func names(_ path: String) -> [String] {
    guard let directory = opendir(root + path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The `key : value` lines of a file; where a key repeats the first value stands.
  func colonFields(_ path: String) -> [String: String] {
    var fields: [String: String] = [:]
    for line in (text(path) ?? "").split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let key = line[..<colon].trimmingCharacters(in: .whitespaces)
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      if fields[key] == nil { fields[key] = value }
    }
    return fields
  }

  /// Far more than Linux can count.
  private static let mostProcessors = 1 << 20

  static func parseCPUList(_ text: String) -> [Int]? {
    var cpus: [Int] = []
    for part in text.split(separator: ",") {
      let bounds = part.split(separator: "-").map { Int($0) }
      guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, (1...2).contains(bounds.count),
        0 <= first, first <= last, last < mostProcessors, cpus.count + last - first < mostProcessors
      else { return nil }
      cpus.append(contentsOf: first...last)
    }
    return cpus
  }
}
