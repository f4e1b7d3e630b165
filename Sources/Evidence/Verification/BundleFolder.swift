import Foundation

/// The files of a bundle, read once: what is hashed is what is then used.
struct BundleFolder {
  private let path: String

  /// No bundle of Assay is larger, in bytes, or has more files or deeper folders.
  private static let largest = 128 << 20
  private static let largestEnvelope = 4 << 20
  private static let mostFiles = 4096
  private static let deepest = 8

  /// - Throws: `EvidenceError.unreadable` where there is no such folder.
  init(path: String) throws(EvidenceError) {
    self.path = path
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .unreadable("\(path): \(String(cString: strerror(errno))); give the folder of a bundle")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .unreadable("\(path): not a folder; give the folder of a bundle")
    }
  }

  /// The bytes of the envelope.
  func envelope() throws(EvidenceError) -> Data { try read(BundleName.envelope, limit: Self.largestEnvelope) }

  /// The bytes of one file.
  func read(_ name: String, limit: Int = largest) throws(EvidenceError) -> Data {
    try SmallFile.read("\(path)/\(name)", followsLink: false, limit: limit).data
  }

  /// The names of all files but the envelope.
  /// - Throws: what stands there that no bundle has: links, special files, too much of anything.
  func names() throws(EvidenceError) -> Set<String> {
    var names: Set<String> = []
    var bytes = 0
    var folders = [(name: "", depth: 0)]
    while let folder = folders.popLast() {
      let place = folder.name.isEmpty ? path : "\(path)/\(folder.name)"
      guard let entries = try? FileManager.default.contentsOfDirectory(atPath: place) else {
        throw .unreadable("\(place): cannot be read")
      }
      for entry in entries.sorted() {
        let name = folder.name.isEmpty ? entry : "\(folder.name)/\(entry)"
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else {
          throw .unreadable("\(path)/\(name.printable): \(String(cString: strerror(errno)))")
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR where folder.depth < Self.deepest: folders.append((name, folder.depth + 1))
        case S_IFREG where name != BundleName.envelope: names.insert(name)
        case S_IFREG: break
        case S_IFLNK: throw .unreadable("\(name.printable): a symbolic link, which no bundle has")
        default:
          throw .unreadable("\(name.printable): no regular file, or too deep a folder: no bundle has it")
        }
        bytes += Int(status.st_size)
        guard names.count <= Self.mostFiles, bytes <= Self.largest else {
          throw .unreadable(
            "\(path): more than \(Self.mostFiles) files or \(Self.largest >> 20) MiB: no bundle")
        }
      }
    }
    return names
  }
}
