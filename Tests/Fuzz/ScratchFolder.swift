import Foundation

/// A folder of this process's own for what is read from files, removed when the process ends in order.
///
/// The next bytes take the place of the last, since a fuzzer reads thousands a second.
struct ScratchFolder: Sendable {
  let path: String

  /// - Parameter name: of the target that it belongs to.
  init(_ name: String) {
    path = Self.beginning + name
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    atexit { ScratchFolder.removeAll() }
  }

  /// What the paths of all of them begin with.
  private static let beginning = "\(NSTemporaryDirectory())assay-fuzz-\(getpid())-"

  private static func removeAll() {
    let folder = NSTemporaryDirectory()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where (folder + name).hasPrefix(beginning) {
      try? FileManager.default.removeItem(atPath: folder + name)
    }
  }

  /// Writes a file.
  /// - Returns: its path.
  func file(_ name: String, _ bytes: some Collection<UInt8>) -> String {
    let path = "\(path)/\(name)"
    let file = fopen(path, "w")
    let count = Array(bytes).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard let file, count == bytes.count, fclose(file) == 0 else {
      preconditionFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
    return path
  }
}
