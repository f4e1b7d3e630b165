import Foundation
import Report

/// The data in a bundle beside this version's own.
struct DataComparison {
  private let ownRoot: String
  /// Each file that is not the same, with how; in the order of the names.
  let differences: [String]

  init(_ files: [String: Data], ownRoot: String) {
    self.ownRoot = ownRoot
    let recorded = files.filter { $0.key.hasPrefix("\(BundleName.data)/") }
    guard let own = try? DataSnapshot(root: ownRoot).files else {
      differences = ["\(ownRoot) cannot be read, so the data is held against none"]
      return
    }
    differences = Set(recorded.keys).union(own.keys).sorted().compactMap { name in
      switch (recorded[name], own[name]) {
      case (let one?, let other?): one == other ? nil : "\(name) differs from this version's"
      case (_?, nil): "\(name) is none of this version's"
      case (nil, _): "\(name) of this version is not in the bundle"
      }
    }
  }

  /// The parts of a report that turn on the data.
  private static let parts = ["rating", "equivalents", "check", "thresholds", "devices", "packages"]
  private static let most = 8

  /// What this version's data would make of the same measurement.
  /// - Returns: the first figures that differ, and the remarks with one more.
  func consequences(
    _ derivation: RatingDerivation, _ report: BundleReport, remarks: [String]
  ) -> (byOwnData: [JSONDifference], remarks: [String]) {
    do throws(EvidenceError) {
      let own = try derivation.derived(RatingData(root: ownRoot))
      let (recorded, derived) = (try JSONText(report.json).value(), try JSONText(own.json).value())
      let differences = Self.parts.flatMap { part in
        JSONDifference.all(
          in: BundleName.report, recorded: recorded[part] ?? .null, derived: derived[part] ?? .null,
          limit: Self.most
        ).map { $0.below(part) }
      }.prefix(Self.most)
      let remark =
        differences.isEmpty
        ? "The data in the bundle is not this version's; no figure of the rating turns on the difference."
        : "The data in the bundle is not this version's, and figures turn on the difference: they stand below."
      return (Array(differences), remarks + [remark])
    } catch {
      return (
        [],
        remarks + ["The data in the bundle is not this version's, with which nothing can be rated: \(error)"]
      )
    }
  }
}

extension JSONDifference {
  /// The same as a part of a larger file.
  fileprivate func below(_ part: String) -> JSONDifference {
    JSONDifference(file: file, path: "$.\(part)" + path.dropFirst(), recorded: recorded, derived: derived)
  }
}
