import Foundation

/// The SHA-256 of a file, by the system's own `sha256sum`.
public struct FileDigest: Codable, Equatable, Sendable {
  public let path: String
  /// In hexadecimal; `nil` when it could not be computed.
  public let sha256: String?
  /// Why it could not be computed.
  public let reason: String?

  /// Computes the digest of each file.
  public static func of(_ paths: [String]) -> [FileDigest] {
    paths.map { path in
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["sha256sum", "--binary", "--", path]
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      do { try process.run() } catch {
        return FileDigest(
          path: path, sha256: nil, reason: "sha256sum cannot be run: \(error.localizedDescription)")
      }
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      // A name with unusual characters is escaped, and the line then begins with a backslash.
      let digest = text.drop { $0 == "\\" }.prefix { $0.isHexDigit }
      guard process.terminationStatus == 0, digest.count == 64 else {
        return FileDigest(
          path: path, sha256: nil, reason: "sha256sum failed: not installed, or the file cannot be read")
      }
      return FileDigest(path: path, sha256: String(digest), reason: nil)
    }
  }
}
