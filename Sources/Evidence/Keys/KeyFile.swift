import Foundation

/// The files of a pair of keys: the private one, and beside it the public one with `.pub` behind its name.
public struct KeyFile {
  private let path: String

  /// Keys are a few lines long.
  private static let largest = 64 << 10

  public init(_ path: String) { self.path = path }

  public var publicPath: String { path + ".pub" }

  /// Makes a new pair. The private file can be read by its owner alone, from its first byte on.
  /// - Throws: `EvidenceError.cannotWrite`; what exists is never overwritten, and nothing half is left.
  public func create() throws(EvidenceError) -> VerificationKey {
    if path.isEmpty || path.hasSuffix("/") { throw .usage("'\(path)': name a file for the private key") }
    for path in [path, publicPath] where exists(path) {
      throw .cannotWrite("\(path): there is one already, and a key is never overwritten; name another file")
    }
    let key = SigningKey()
    try NewFile.write(Data(key.pem.utf8), to: path, mode: 0o600)
    do throws(EvidenceError) {
      try NewFile.write(Data(key.verificationKey.pem.utf8), to: publicPath, mode: 0o644)
      try NewFile.syncFolder(folder)
    } catch {
      unlink(path)
      throw error
    }
    return key.verificationKey
  }

  /// Reads the private key.
  /// - Returns: also a remark where others than the owner may read the file.
  /// - Throws: `EvidenceError.unreadable` with a remedy.
  public func signingKey() throws(EvidenceError) -> (key: SigningKey, remark: String?) {
    let (text, mode) = try contents()
    let isOpen = mode & 0o077 != 0
    return (
      try SigningKey(pem: text, name: path),
      isOpen ? "\(path): others than its owner may use this key; `chmod 600` it" : nil
    )
  }

  /// Reads the public key, from either file.
  /// - Throws: `EvidenceError.unreadable` with a remedy.
  public func verificationKey() throws(EvidenceError) -> VerificationKey {
    let text = try contents().text
    if let key = VerificationKey(pem: text) { return key }
    return try SigningKey(pem: text, name: path).verificationKey
  }

  private func contents() throws(EvidenceError) -> (text: String, mode: mode_t) {
    let (data, mode) = try SmallFile.read(path, limit: Self.largest)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable("\(path): not text; give a key in PEM, as `assay key new` makes it")
    }
    return (text, mode)
  }

  private func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private var folder: String { path.parentFolder }
}
