import Foundation
import Report

/// The two streams of the command: answers on standard output, progress and errors on standard error.
struct Console {
  /// Colour only on a terminal, and not where the user objects (https://no-color.org).
  static var isColored: Bool {
    isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Keeps files that are opened later from taking the place of a standard stream that was closed. What stands there
  /// instead goes the other way, so that to use it fails as it did.
  static func occupyClosedDescriptors() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  static func answer(_ text: String) throws {
    if let reason = write(Array(text.utf8), to: STDOUT_FILENO) {
      throw CommandFailure(status: .cannotWrite, message: "cannot write to standard output: \(reason)")
    }
  }

  static func complain(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Writes a file whole or not at all. What is no regular file, such as a device or a pipe, is written in
  /// place; a link is followed.
  static func write(_ text: String, to path: String) throws {
    let target = destination(of: path)
    var status = stat()
    let isSpecial = stat(target, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let written = isSpecial ? target : "\(target).\(getpid()).part"
    let descriptor = open(written, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, String(cString: strerror(errno))) }
    var reason = write(Array(text.utf8), to: descriptor)
    if close(descriptor) != 0 { reason = reason ?? String(cString: strerror(errno)) }
    if !isSpecial && reason == nil && rename(written, target) != 0 {
      reason = String(cString: strerror(errno))
    }
    if let reason {
      if !isSpecial { unlink(written) }
      throw failure(path, reason)
    }
  }

  /// Writes a file whole or not at all, where there is none of that name.
  static func write(_ text: String, toNew path: String) throws {
    let target = destination(of: path)
    let written = "\(target).\(getpid()).part"
    let descriptor = open(written, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, String(cString: strerror(errno))) }
    defer { unlink(written) }
    var reason = write(Array(text.utf8), to: descriptor)
    if close(descriptor) != 0 { reason = reason ?? String(cString: strerror(errno)) }
    // Unlike a renaming, a link never takes another file's place.
    if reason == nil && link(written, target) != 0 {
      reason = errno == EEXIST ? "it is there already: name another file" : String(cString: strerror(errno))
    }
    if let reason { throw failure(path, reason) }
  }

  /// The absolute path at which a chain of links ends, whether or not there is a file yet.
  static func destination(of path: String) -> String {
    var url = URL(fileURLWithPath: path)
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path) else { break }
      url = URL(fileURLWithPath: next, relativeTo: url.deletingLastPathComponent()).absoluteURL
    }
    return url.path
  }

  private static func failure(_ path: String, _ reason: String) -> CommandFailure {
    CommandFailure(status: .cannotWrite, message: "cannot write \(path): \(reason)")
  }

  /// Writes all bytes.
  /// - Returns: why it could not; `nil` when it could.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return String(cString: strerror(errno)) }
      start += count
    }
    return nil
  }
}
