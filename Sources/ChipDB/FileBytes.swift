#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The bytes of a file, read in pieces, so that a file of any size streams.
///
/// An iterator cannot throw: after the last byte, `failure` tells whether that was the file's end.
public final class FileBytes: IteratorProtocol {
  /// What ended the stream before the file's end; `nil` when nothing did.
  public private(set) var failure: ChipDBError?

  private let path: String
  private let limit: Int
  private let descriptor: Int32
  private var piece = [UInt8](repeating: 0, count: 1 << 16)
  private var position = 0
  private var end = 0
  private var total = 0

  /// Opens a file.
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: how many bytes are read at most. A longer file is refused at once; a longer pipe, whose
  ///     length nobody knows before, is a failure.
  /// - Throws: `ChipDBError.missing` or `ChipDBError.unreadable`.
  public init(path: String, limit: Int = .max) throws(ChipDBError) {
    self.path = path
    self.limit = limit
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 {
      let reason = errno
      throw reason == ENOENT || reason == ENOTDIR
        ? .missing(path: path, remedy: "give the directory that holds all tables, or restore this one")
        : .unreadable(path: path, reason: String(cString: strerror(reason)))
    }
    var status = stat()
    if fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT == S_IFIFO {
      throw .unreadable(path: path, reason: "a pipe, which no table is: give a file")
    }
    let length = lseek(descriptor, 0, SEEK_END)
    if length >= 0 { lseek(descriptor, 0, SEEK_SET) }
    if length > limit && !Self.isDirectory(path) { throw tooLong }
  }

  private var tooLong: ChipDBError {
    .unreadable(path: path, reason: "longer than \(limit >> 20) MiB: no table is that long")
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  public func next() -> UInt8? {
    if position == end { refill() }
    guard position < end else { return nil }
    defer { position += 1 }
    return piece[position]
  }

  /// The bytes that have been read and not handed out, at least one; empty at the end.
  func nextPiece() -> [UInt8] {
    if position == end { refill() }
    defer { position = end }
    return Array(piece[position..<end])
  }

  /// Whether a path leads to a directory that can be read.
  package static func isDirectory(_ path: String) -> Bool {
    guard let directory = opendir(path) else { return false }
    closedir(directory)
    return true
  }

  /// Whether a path leads to something that is no directory.
  static func isFile(_ path: String) -> Bool { access(path, F_OK) == 0 && !isDirectory(path) }

  /// The names in a directory, sorted; empty when there is no such directory.
  package static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          names.append(String(cString: $0))
        }
      }
    }
    return names.sorted()
  }

  private func refill() {
    guard failure == nil else { return }
    var count = -1
    repeat {
      count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    } while count < 0 && errno == EINTR
    (position, end) = (0, max(0, count))
    total += end
    if count < 0 {
      failure = .unreadable(path: path, reason: String(cString: strerror(errno)))
    } else if total > limit {
      end = 0
      failure = tooLong
    }
  }
}
