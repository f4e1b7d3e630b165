import Crypto
import Foundation

/// Digests as a statement names them.
enum Digest {
  /// SHA-256 in lower-case hexadecimal.
  static func sha256(_ data: Data) -> String { text(SHA256.hash(data: data)) }

  /// The SHA-256 of a regular file that is too large to be held in memory.
  /// - Parameter bytes: how many it must have, which is asked of what was opened before any is read.
  /// - Throws: `EvidenceError.unreadable` with the path and the reason.
  static func sha256(file path: String, bytes: Int) throws(EvidenceError) -> String {
    let file = try RegularFile(path, followsLink: false)
    guard file.size == bytes else {
      throw .unreadable("\(path): \(file.size) bytes, where \(bytes) are expected")
    }
    var hash = SHA256()
    var buffer = Data(count: 1 << 20)
    var length = 0
    while length <= bytes {
      let count = try file.read(into: &buffer)
      if count == 0 { break }
      hash.update(data: buffer[..<count])
      length += count
    }
    guard length == bytes else { throw .unreadable("\(path): changed while it was read") }
    return text(hash.finalize())
  }

  private static func text(_ digest: SHA256Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Whether a text could be one.
  static func isSHA256(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
