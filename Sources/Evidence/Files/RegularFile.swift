import Foundation

/// A regular file that is open for reading: what it is, is asked of what was opened.
final class RegularFile {
  private let path: String
  private let descriptor: Int32
  private let status: stat

  /// - Parameter followsLink: whether the path may be a symbolic link.
  /// - Throws: `EvidenceError.unreadable` with the path and the reason.
  init(_ path: String, followsLink: Bool) throws(EvidenceError) {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else {
      let reason = errno == ELOOP ? "a symbolic link" : String(cString: strerror(errno))
      throw .unreadable("\(path): \(reason)")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable("\(path): not a regular file")
    }
    self.path = path
    self.descriptor = descriptor
    self.status = status
  }

  deinit { close(descriptor) }

  /// In bytes.
  var size: Int { Int(status.st_size) }
  var mode: mode_t { status.st_mode }

  /// Reads on.
  /// - Parameter start: where in the buffer.
  /// - Returns: how many bytes were read; 0 at the end.
  /// - Throws: `EvidenceError.unreadable` with the path and the reason.
  func read(into buffer: inout Data, from start: Int = 0) throws(EvidenceError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable("\(path): \(String(cString: strerror(errno)))") }
      return count
    }
  }
}
