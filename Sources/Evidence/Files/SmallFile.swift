import Foundation

/// A regular file that is read whole.
enum SmallFile {
  /// - Parameters:
  ///   - followsLink: whether the path may be a symbolic link.
  ///   - limit: the most bytes.
  /// - Throws: `EvidenceError.unreadable` with the path and the reason.
  static func read(_ path: String, followsLink: Bool = true, limit: Int) throws(EvidenceError) -> (
    data: Data, mode: mode_t
  ) {
    let file = try RegularFile(path, followsLink: followsLink)
    guard file.size <= limit else {
      throw .unreadable("\(path): \(file.size) bytes, more than the \(limit) that such a file may have")
    }
    var data = Data(count: file.size + 1)
    var length = 0
    while length < data.count {
      let count = try file.read(into: &data, from: length)
      if count == 0 { break }
      length += count
    }
    guard length <= file.size else { throw .unreadable("\(path): grew while it was read") }
    return (data.prefix(length), file.mode)
  }
}
