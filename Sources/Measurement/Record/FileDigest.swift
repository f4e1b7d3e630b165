import Crypto
import Foundation

/// The SHA-256 of a file.
public struct FileDigest: Codable, Equatable, Sendable {
  public let path: String
  /// In hexadecimal; `nil` when it could not be computed.
  public let sha256: String?
  /// Why it could not be computed.
  public let reason: String?

  /// Computes the digest of each file.
  public static func of(_ paths: [String]) -> [FileDigest] { paths.map { FileDigest(file: $0) } }

  init(file path: String) {
    self.path = path
    do throws(ProviderError) {
      sha256 = try Self.digest(path).hexadecimal
      reason = nil
    } catch {
      sha256 = nil
      reason = error.description
    }
  }

  /// Read at once, in bytes.
  private static let block = 1 << 20

  private static func digest(_ path: String) throws(ProviderError) -> SHA256Digest {
    if let kind = IrregularFile(path) { throw ProviderError("\(kind), not a regular file") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ProviderError(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: block)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw ProviderError(String(cString: strerror(errno))) }
      if count == 0 { return hash.finalize() }
      hash.update(data: buffer[..<count])
    }
  }
}

extension SHA256Digest {
  /// 64 digits, small letters.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
