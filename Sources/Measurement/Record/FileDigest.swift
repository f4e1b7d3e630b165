import CDigest
import Foundation

/// The SHA-256 of a file.
public struct FileDigest: Codable, Equatable, Sendable {
  public let path: String
  /// In hexadecimal; `nil` when it could not be computed.
  public let sha256: String?
  /// Why it could not be computed.
  public let reason: String?

  /// Computes the digest of each file, of which it holds a part at a time.
  public static func of(_ paths: [String]) -> [FileDigest] { paths.map(FileDigest.init(file:)) }

  private init(file path: String) {
    self.path = path
    do throws(Unreadable) {
      sha256 = try Self.sha256(path)
      reason = nil
    } catch {
      sha256 = nil
      reason = error.reason
    }
  }

  private struct Unreadable: Error {
    let reason: String
    static var bySystem: Unreadable { Unreadable(reason: String(cString: strerror(errno))) }
  }

  private static let chunkBytes = 1 << 18

  private static func sha256(_ path: String) throws(Unreadable) -> String {
    if let kind = IrregularFile(path) { throw Unreadable(reason: "\(kind), not a regular file") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .bySystem }
    defer { close(descriptor) }
    var digest = cdigest_sha256()
    cdigest_sha256_begin(&digest)
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .bySystem }
      if count == 0 { break }
      cdigest_sha256_add(&digest, chunk, count)
    }
    var bytes = [UInt8](repeating: 0, count: 32)
    cdigest_sha256_end(&digest, &bytes)
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
