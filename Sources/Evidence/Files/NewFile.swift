import Foundation

/// A file that did not exist before, written whole and to the disk itself.
enum NewFile {
  /// Creates a file and writes it; what cannot be written whole is removed again.
  /// - Parameter mode: has it from the first byte on, less what the process's mask takes away.
  /// - Throws: `EvidenceError.cannotWrite` with the path and the reason; a file that exists is left as it is.
  static func write(_ data: Data, to path: String, mode: mode_t) throws(EvidenceError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      let reason = errno == EEXIST ? "there is one already" : String(cString: strerror(errno))
      throw .cannotWrite("\(path): \(reason)")
    }
    var failure: Int32 = 0
    var start = 0
    while start < data.count && failure == 0 {
      let count = data.withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { failure = errno } else { start += count }
    }
    if failure == 0 && fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0 && failure == 0 { failure = errno }
    guard failure == 0 else {
      unlink(path)
      throw .cannotWrite("\(path): \(String(cString: strerror(failure)))")
    }
  }

  /// Brings what others have written to a file to the disk.
  static func sync(_ path: String) throws(EvidenceError) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotWrite("\(path): \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .cannotWrite("\(path): \(String(cString: strerror(errno)))") }
  }

  /// Brings the names in a folder to the disk.
  static func syncFolder(_ path: String) throws(EvidenceError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotWrite("\(path): \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    // Some file systems have nothing to bring there and say EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .cannotWrite("\(path): \(String(cString: strerror(errno)))")
    }
  }
}
