import Foundation

/// A regular file that is read whole, by one descriptor: what it is, is asked of what was opened.
enum SmallFile {
  /// - Parameters:
  ///   - followsLink: whether the path may be a symbolic link.
  ///   - limit: the most bytes.
  /// - Throws: `EvidenceError.unreadable` with the path and the reason.
  static func read(_ path: String, followsLink: Bool = true, limit: Int) throws(EvidenceError) -> (
    data: Data, mode: mode_t
  ) {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else {
      let reason = errno == ELOOP ? "a symbolic link" : String(cString: strerror(errno))
      throw .unreadable("\(path): \(reason)")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable("\(path): not a regular file")
    }
    guard status.st_size <= limit else {
      throw .unreadable("\(path): \(status.st_size) bytes, more than the \(limit) that such a file may have")
    }
    var data = Data(count: Int(status.st_size) + 1)
    var length = 0
    while length < data.count {
      let count = data.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress.map { $0 + length }, buffer.count - length)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable("\(path): \(String(cString: strerror(errno)))") }
      if count == 0 { break }
      length += count
    }
    guard length <= status.st_size else { throw .unreadable("\(path): grew while it was read") }
    return (data.prefix(length), status.st_mode)
  }
}
