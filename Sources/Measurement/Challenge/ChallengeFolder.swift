import Crypto
import Foundation

/// A folder that a run of a challenge is written to: there whole, or not at all.
public final class ChallengeFolder {
  private let target: String
  private let draft: String
  private var isOpen = true
  /// The most bytes of all results, and how many there are.
  private let largest: Int
  private var bytes = 0

  /// - Parameters:
  ///   - path: of a folder that is not there yet, or is empty.
  ///   - largest: the most bytes that the results may have together.
  /// - Throws: `ChallengeError` of kind `usage` when something is there already, `cannotWrite` when it cannot be made.
  public init(path: String, largest: Int = .max) throws(ChallengeError) {
    self.largest = largest
    target = URL(fileURLWithPath: path).standardizedFileURL.path
    draft = "\(target).\(getpid()).part"
    var status = stat()
    if stat(target, &status) == 0 {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      guard isFolder, (try? FileManager.default.contentsOfDirectory(atPath: target))?.isEmpty == true else {
        throw ChallengeError(
          .usage,
          "\(path): there is \(isFolder ? "something in it" : "a file of that name") already; name a new folder"
        )
      }
    }
    guard mkdir(draft, 0o755) == 0 else { throw Self.failure(path) }
  }

  deinit { discard() }

  /// Whether the file system has room for so many bytes; true where it does not tell.
  func hasRoom(for bytes: Double) -> Bool { Self.hasRoom(for: bytes, at: draft) }

  /// Whether the file system of a folder has room for so many bytes; true where it does not tell.
  static func hasRoom(for bytes: Double, at path: String) -> Bool {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return true }
    return Double(status.f_bavail) * Double(status.f_frsize) >= bytes
  }

  /// Writes a matrix.
  /// - Returns: its SHA-256 in hexadecimal, which commits to it.
  func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws(ChallengeError) -> String {
    let path = "\(draft)/\(name)"
    guard bytes.count <= largest - self.bytes else {
      throw ChallengeError(
        .usage,
        "\(name): the laps' results have more than \(largest >> 20) MiB together: ask the verifier for a larger size, of "
          + "which there are fewer laps, or for less time")
    }
    self.bytes += bytes.count
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Self.failure(path) }
    var hash = SHA256()
    var start = 0
    while start < bytes.count {
      let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 1 << 20, bytes.count)])
      let count = Foundation.write(file, part.baseAddress, part.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let failure = Self.failure(path)
        close(file)
        throw failure
      }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: part[..<count]))
      start += count
    }
    guard close(file) == 0 else { throw Self.failure(path) }
    return hash.finalize().hexadecimal
  }

  /// Writes the transcript and gives the folder its name.
  public func finish(_ transcript: ChallengeTranscript) throws(ChallengeError) {
    do {
      try Data(transcript.text.utf8).write(to: URL(fileURLWithPath: "\(draft)/\(ChallengeTranscript.file)"))
    } catch {
      throw ChallengeError(.cannotWrite, "cannot write \(draft)/\(ChallengeTranscript.file): \(error)")
    }
    guard rename(draft, target) == 0 else { throw Self.failure(target) }
    isOpen = false
  }

  /// Removes what has been written so far.
  public func discard() {
    guard isOpen else { return }
    isOpen = false
    try? FileManager.default.removeItem(atPath: draft)
  }

  private static func failure(_ path: String) -> ChallengeError {
    ChallengeError(.cannotWrite, "cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
