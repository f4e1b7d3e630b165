import Foundation
import Synchronization

/// A folder that is being written beside its target and takes the target's name once it is whole.
///
/// Whoever ends the process calls `abandon` before: then nothing is left behind.
public final class BundleDraft: Sendable {
  private let target: String
  let path: String
  private let state = Mutex(State())

  private struct State {
    var isAbandoned = false
    /// The folders that are there already.
    var folders: Set<String> = []
  }

  /// Checks that a bundle can be written: before a long measurement, not after it.
  /// - Parameter target: a folder that does not exist, or is empty.
  /// - Throws: `EvidenceError.usage` for a name that cannot be meant, `EvidenceError.cannotWrite` with the reason.
  public init(target: String) throws(EvidenceError) {
    var name = target[...]
    while name.count > 1, name.hasSuffix("/") { name.removeLast() }
    self.target = String(name)
    path = "\(name).\(getpid()).part"
    guard let last = name.split(separator: "/").last, last != ".", last != ".." else {
      throw .usage("'\(target)': name a folder that does not exist yet")
    }
    try checkTarget()
  }

  /// The folder that the bundle's folder lies in.
  var parent: String { target.parentFolder }

  private func checkTarget() throws(EvidenceError) {
    var status = stat()
    if lstat(target, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw .cannotWrite("\(target): not a folder; name one that does not exist yet")
      }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: target) else {
        throw .cannotWrite("\(target): cannot be read; name a folder that does not exist yet")
      }
      guard names.isEmpty else {
        throw .cannotWrite(
          "\(target): not empty, and a bundle never mixes with other files; name another folder")
      }
    }
    guard access(parent, W_OK | X_OK) == 0 else {
      throw .cannotWrite("\(target): \(parent): \(String(cString: strerror(errno)))")
    }
  }

  /// Makes the draft's folder, so that somebody else can make and fill one inside of it before the rest is written.
  /// - Parameter name: of the inner folder.
  /// - Returns: the inner folder's path.
  func reserve(_ name: String) throws(EvidenceError) -> String {
    try makeFolder(path)
    return "\(path)/\(name)"
  }

  /// Takes in a folder that somebody else has made and filled: brings it to the disk.
  /// - Parameter name: as it was reserved.
  func adopt(_ name: String) throws(EvidenceError) {
    let folder = "\(path)/\(name)"
    for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      try step { () throws(EvidenceError) in try NewFile.sync("\(folder)/\(file)") }
    }
    state.withLock { _ = $0.folders.insert(folder) }
  }

  /// Writes the files and syncs them; the target does not change yet.
  /// - Parameter files: by their names in the bundle.
  func write(_ files: [String: Data]) throws(EvidenceError) {
    var made: Set<String> = []
    for (name, data) in files.sorted(by: { $0.key < $1.key }) {
      var folder = ""
      for part in [""] + name.split(separator: "/").dropLast().map(String.init) {
        folder = part.isEmpty ? path : "\(folder)/\(part)"
        if made.insert(folder).inserted { try makeFolder(folder) }
      }
      try step { () throws(EvidenceError) in try NewFile.write(data, to: "\(path)/\(name)", mode: 0o644) }
    }
    for folder in made { try NewFile.syncFolder(folder) }
  }

  /// Gives the folder its name.
  func finish() throws(EvidenceError) {
    try step { () throws(EvidenceError) in
      guard rename(path, target) == 0 else {
        throw .cannotWrite("\(target): \(String(cString: strerror(errno)))")
      }
    }
    try NewFile.syncFolder(parent)
  }

  /// Removes what has been written, and refuses to write more.
  public func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  private func makeFolder(_ folder: String) throws(EvidenceError) {
    if state.withLock({ $0.folders.contains(folder) }) { return }
    try step { () throws(EvidenceError) in
      guard mkdir(folder, 0o755) == 0 else {
        throw .cannotWrite("\(folder): \(String(cString: strerror(errno)))")
      }
    }
    state.withLock { _ = $0.folders.insert(folder) }
  }

  /// Does one thing that changes the folder, unless it has been abandoned.
  private func step(_ body: () throws(EvidenceError) -> Void) throws(EvidenceError) {
    let outcome = state.withLock { state -> Result<Void, EvidenceError> in
      if state.isAbandoned { return .failure(.cannotWrite("\(target): given up")) }
      return Result { () throws(EvidenceError) in try body() }
    }
    try outcome.get()
  }
}
