#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The lines of a file, a pipe or standard input, one at a time, in memory that does not grow with the file.
final class LineStream {
  /// The longest line, in bytes: what is longer is no line of a table.
  static let longestLine = 1 << 20
  /// What is passed over of a line that is too long, in bytes: what has no line end in so much is no text, and may never
  /// end.
  private static let longestRest = 1 << 30

  /// What messages call the input.
  let name: String
  /// Whether it can be read once more.
  let canRepeat: Bool
  /// The number of the last line, from 1.
  private(set) var line = 0
  /// Whether the last line was longer than `longestLine` and has been cut off there.
  private(set) var isCut = false
  private let descriptor: Int32
  private let path: String
  private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * longestLine)
  private var start = 0
  private var end = 0
  private var isAtEnd = false

  /// - Parameter path: a file, or "-" for standard input.
  /// - Throws: `ReportFileError`.
  init(path: String) throws(ReportFileError) {
    self.path = path
    name = path == "-" ? "standard input" : path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ReportFileError(
        "\(path): \(String(cString: strerror(errno))); give a CSV file, or - for standard input")
    }
    var status = stat()
    fstat(descriptor, &status)
    canRepeat = path != "-" && status.st_mode & S_IFMT == S_IFREG
    if status.st_mode & S_IFMT == S_IFDIR {
      throw ReportFileError("\(path): a directory; give a CSV file, or - for standard input")
    }
  }

  deinit {
    if path != "-" && descriptor >= 0 { close(descriptor) }
    buffer.deallocate()
  }

  /// The next line without its end; `nil` at the end of the file. It stays valid until the next call.
  /// - Throws: `ReportFileError` where the input breaks off.
  func next() throws(ReportFileError) -> UnsafeBufferPointer<UInt8>? {
    isCut = false
    var searched = start
    while true {
      if let found = memchr(buffer + searched, 0x0a, end - searched) {
        let stop = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(buffer)
        defer { start = stop + 1 }
        return taken(stop)
      }
      if end - start > Self.longestLine { return try cutLine() }
      searched = end
      guard !isAtEnd else {
        guard start < end else { return nil }
        defer { start = end }
        return taken(end)
      }
      if start > 0 && 2 * Self.longestLine - end < Self.longestLine / 2 {
        memmove(buffer, buffer + start, end - start)
        searched -= start
        end -= start
        start = 0
      }
      try fill()
    }
  }

  private func taken(_ stop: Int) -> UnsafeBufferPointer<UInt8> {
    line += 1
    var first = start
    if line == 1 && stop - start >= 3 && buffer[start] == 0xef && buffer[start + 1] == 0xbb
      && buffer[start + 2] == 0xbf
    {
      first += 3
    }
    let hasReturn = stop > first && buffer[stop - 1] == 0x0d
    return UnsafeBufferPointer(start: buffer + first, count: stop - first - (hasReturn ? 1 : 0))
  }

  /// The beginning of a line that is too long; skips its rest.
  /// - Throws: `ReportFileError` where that has no end within `longestRest`.
  private func cutLine() throws(ReportFileError) -> UnsafeBufferPointer<UInt8> {
    line += 1
    isCut = true
    var skipped = 0
    while true {
      if let found = memchr(buffer + start, 0x0a, end - start) {
        start = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(buffer) + 1
        break
      }
      skipped += end - start
      (start, end) = (0, 0)
      if isAtEnd { break }
      if skipped > Self.longestRest {
        throw ReportFileError(
          "\(name):\(line): no line end within \(NumberFormat.bytes(skipped)): no CSV file; give one")
      }
      try fill()
    }
    return UnsafeBufferPointer(start: buffer, count: 0)
  }

  private func fill() throws(ReportFileError) {
    var count = -1
    repeat {
      count = read(descriptor, buffer + end, 2 * Self.longestLine - end)
    } while count < 0 && errno == EINTR
    guard count >= 0 else {
      throw ReportFileError("\(name): \(String(cString: strerror(errno))); the rest cannot be read")
    }
    isAtEnd = count == 0
    end += count
  }
}
