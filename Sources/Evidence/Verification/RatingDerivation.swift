import Foundation
import Measurement
import Report

/// Works a rating out again from a bundle's measurement, choices and data.
struct RatingDerivation {
  typealias Failure = Verification.Failure

  private let contents: BundleContents
  private let predicate: EvidencePredicate
  private let isOlder: Bool

  init(_ contents: BundleContents, _ predicate: EvidencePredicate, isOlder: Bool) {
    self.contents = contents
    self.predicate = predicate
    self.isOlder = isOlder
  }

  /// The report that follows, if it is the one in the bundle.
  /// - Parameter dataRoot: the directory of the bundle's data.
  /// - Throws: `Failure` with the first difference.
  func report(dataRoot: String) throws(Failure) -> BundleReport {
    let report: BundleReport
    do throws(EvidenceError) {
      report = try derived(RatingData(root: dataRoot))
    } catch {
      throw Failure(kind: .unreadable, check: .rating, message: "\(error)", difference: nil)
    }
    try BundleContents.compare(
      contents.report, report.json, in: BundleName.report, .rating, fromEarlierVersion: isOlder)
    return report
  }

  /// The report that follows with some data.
  func derived(_ data: RatingData) throws(EvidenceError) -> BundleReport {
    let choices = try predicate.choices.assembling()
    guard data.database.equivalenceDefinitions.contains(where: { $0.id == choices.equivalence }) else {
      throw .unreadable("the data has no equivalence definition '\(choices.equivalence.printable)'")
    }
    return contents.run.report(
      data, choices, command: predicate.command, generated: predicate.generated,
      tool: .init(
        name: predicate.tool.name, version: predicate.tool.version,
        dataDirectory: predicate.tool.dataDirectory), appliesRules: predicate.rules != nil || !isOlder)
  }

  /// - Throws: `Failure` where the statement says something else of the files than follows.
  func checkHeadline(
    _ report: BundleReport, signer: String, challenge: EvidencePredicate.Answer?
  ) throws(Failure) {
    let derived = report.predicate(
      predicate.choices, signer: signer, kind: predicate.kind, challenge: challenge)
    try BundleContents.compare(
      predicate.canonicalJSON, derived.canonicalJSON, in: "the statement's predicate", .headline,
      fromEarlierVersion: isOlder)
  }
}
