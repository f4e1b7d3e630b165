import Foundation

/// The files of a bundle, read once: what is hashed is what is then used.
struct BundleFolder {
  private let path: String

  /// No bundle of Assay is larger, in bytes, or has more files or deeper folders; a challenge's results count apart.
  private static let largest = 128 << 20
  private static let largestEnvelope = 4 << 20
  private static let mostFiles = 4096
  /// The results of a challenge's laps, which are never held in memory: all of them together, in bytes, as one lap at FP64
  /// of the largest size has; and how many, as chains of all precisions with the most steps have.
  static let largestResults = 32 << 30
  private static let mostResults = 32_768
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

  /// The digest of one file, read in parts.
  /// - Parameter bytes: how many it must have.
  func digest(_ name: String, bytes: Int) throws(EvidenceError) -> String {
    try Digest.sha256(file: "\(path)/\(name)", bytes: bytes)
  }

  /// The names of all files but the envelope.
  /// - Parameter answersChallenge: whether results of a challenge may be there.
  /// - Throws: what stands there that no bundle has: links, special files, too much of anything.
  func names(answersChallenge: Bool = false) throws(EvidenceError) -> Set<String> {
    var names: Set<String> = []
    var (files, results) = (Extent(), Extent())
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
        case S_IFREG: if name != BundleName.envelope { names.insert(name) }
        case S_IFLNK: throw .unreadable("\(name.printable): a symbolic link, which no bundle has")
        default:
          throw .unreadable("\(name.printable): no regular file, or too deep a folder: no bundle has it")
        }
        if answersChallenge && BundleName.isLap(name) {
          guard results.add(Int(status.st_size), most: Self.mostResults, largest: Self.largestResults) else {
            throw .unreadable(
              "\(path): more than \(Self.mostResults) results of a challenge, or \(Self.largestResults >> 30) GiB of them: "
                + "no bundle")
          }
        } else {
          guard files.add(Int(status.st_size), most: Self.mostFiles, largest: Self.largest) else {
            throw .unreadable(
              "\(path): more than \(Self.mostFiles) files or \(Self.largest >> 20) MiB: no bundle")
          }
        }
      }
    }
    return names
  }

  /// How much there is of something.
  private struct Extent {
    private var count = 0
    private var bytes = 0

    /// - Returns: whether one more of so many bytes is not too much.
    mutating func add(_ size: Int, most: Int, largest: Int) -> Bool {
      // Sparse files may tell of sizes that cannot be added up.
      guard count < most, 0...(largest - bytes) ~= size else { return false }
      count += 1
      bytes += size
      return true
    }
  }
}
