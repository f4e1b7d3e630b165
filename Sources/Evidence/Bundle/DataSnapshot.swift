import ChipDB
import Foundation
import Measurement
import Parallel
import Rulebook

/// The bytes of every data file that a rating rests on.
struct DataSnapshot {
  /// By their names in a bundle, such as "data/chipdb/chips.csv".
  let files: [String: Data]

  private static let largest = 64 << 20

  /// What of a data directory is copied: the tables, the rules, the countries.
  private static let parts = [
    (folder: "chipdb", suffix: ".csv"), (folder: "rulebook", suffix: ".yaml"),
    (folder: "rulebook/countries", suffix: ".yaml"),
  ]

  /// Reads the files of a data directory.
  /// - Throws: `EvidenceError.unreadable` with the file.
  init(root: String) throws(EvidenceError) {
    var files: [String: Data] = [:]
    for part in Self.parts {
      let folder = "\(root)/\(part.folder)"
      for name in FileBytes.names(in: folder) where name.hasSuffix(part.suffix) && !name.hasPrefix(".") {
        let data = try SmallFile.read("\(folder)/\(name)", limit: Self.largest).data
        files["\(BundleName.data)/\(part.folder)/\(name)"] = data
      }
    }
    self.files = files
    for name in files.keys.sorted() where !BundleName.isSound(name) {
      throw .unreadable(
        "\(root)/\(name.dropFirst(BundleName.data.count + 1).description.printable): a file of such a name cannot be part of a bundle; rename it"
      )
    }
  }
}

/// The data that a rating rests on, loaded.
struct RatingData {
  let database: ChipDatabase
  let rulebook: Rulebook

  /// - Throws: `EvidenceError.unreadable` with the file, the place and what is wrong.
  init(root: String) throws(EvidenceError) {
    do {
      (rulebook, database) = try concurrently(
        { () throws -> Rulebook in try Rulebook.load(directory: "\(root)/rulebook", withTests: false) },
        { () throws -> ChipDatabase in try ChipDatabase.load(directory: "\(root)/chipdb") })
    } catch {
      // Of other people's files: what it quotes may hold anything.
      let message = "\(error)".replacing("\n", with: "; ").printable(upTo: 2000)
      throw .unreadable(message)
    }
  }
}
