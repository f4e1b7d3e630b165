import Crypto
import Foundation

/// A challenge as its file has it, byte for byte: two files of one content are still two.
public struct ChallengeFile: Equatable, Sendable {
  public let data: Data
  public let challenge: Challenge

  /// Reads a challenge strictly.
  /// - Parameter now: an expired challenge is refused where this is given.
  /// - Throws: `ChallengeError` with file and key: of kind `unreadable` for what is no challenge, `refused` for one that
  ///   has expired.
  public init(path: String, now: Timestamp? = nil) throws(ChallengeError) {
    try self.init(
      StrictJSONFile(
        path: path, largest: Self.largest, remedy: "give a file that `assay challenge new` wrote"))
    if let now { try challenge.checkValidity(now, path: path) }
  }

  /// Reads a challenge strictly from bytes that were read before.
  /// - Parameter name: of the file, for messages.
  public init(data: Data, name: String) throws(ChallengeError) {
    guard data.count <= Self.largest else {
      throw .unreadable(name, "\(data.count) bytes, where at most \(Self.largest) are expected")
    }
    try self.init(StrictJSONFile(data: data, name: name))
  }

  private init(_ file: StrictJSONFile) throws(ChallengeError) {
    data = file.data
    challenge = try Challenge(file)
  }

  /// The SHA-256 of the file, in hexadecimal.
  public var digest: String { SHA256.hash(data: data).hexadecimal }

  /// In bytes.
  private static let largest = 64 << 10
}

extension Challenge {
  /// - Parameter path: of the challenge's file, for the message.
  /// - Throws: `ChallengeError` of kind `refused` where it has expired.
  package func checkValidity(_ now: Timestamp, path: String) throws(ChallengeError) {
    guard now > expiresAt else { return }
    throw ChallengeError(
      .refused,
      "\(path): expired: issuedAt \(issuedAt) and validSeconds make it valid until \(expiresAt), and it is \(now); "
        + "ask the verifier for a new one")
  }
}
