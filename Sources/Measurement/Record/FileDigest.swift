import CSystem
import Foundation

/// The SHA-256 of a file, by the system's own `sha256sum`.
public struct FileDigest: Codable, Equatable, Sendable {
  public let path: String
  /// In hexadecimal; `nil` when it could not be computed.
  public let sha256: String?
  /// Why it could not be computed.
  public let reason: String?

  /// Computes the digest of each file.
  public static func of(_ paths: [String]) -> [FileDigest] { paths.map { FileDigest(file: $0) } }

  /// - Parameter program: that computes it.
  init(file path: String, by program: String = "/usr/bin/sha256sum") {
    self.path = path
    do throws(ProviderError) {
      if let kind = IrregularFile(path) { throw ProviderError("\(kind), not a regular file") }
      guard access(path, R_OK) == 0 else { throw ProviderError(String(cString: strerror(errno))) }
      let words = try Self.answer(of: [program, "-b", "--", path])
      guard let digest = words.drop(while: { $0 == "\\" }).split(separator: " ").first, digest.count == 64,
        digest.allSatisfy(\.isHexDigit)
      else { throw ProviderError("\(program) gave no digest") }
      sha256 = String(digest)
      reason = nil
    } catch {
      sha256 = nil
      reason = error.description
    }
  }

  /// A library of 100 MB takes half a second.
  private static let patience = 20.0

  /// The first line that a program writes.
  private static func answer(of arguments: [String]) throws(ProviderError) -> String {
    let program = try ChildProcess(arguments, environment: ProcessInfo.processInfo.environment)
    do throws(LineChannel.Silence) {
      return String(decoding: try program.channel.line(within: patience), as: UTF8.self)
    } catch {
      throw ProviderError(
        error == .timedOut ? "\(arguments[0]) did not answer" : "\(arguments[0]) gave no digest")
    }
  }
}
