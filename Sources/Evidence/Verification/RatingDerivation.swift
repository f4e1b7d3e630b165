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
  func report(dataRoot: String) throws(Failure) -> RatingReport {
    let report: RatingReport
    do throws(EvidenceError) {
      report = try derived(RatingData(root: dataRoot))
    } catch {
      throw Failure(kind: .unreadable, check: .rating, message: "\(error)", difference: nil)
    }
    try BundleContents.compare(
      contents.report, report.bundleJSON, in: BundleName.report, .rating, fromEarlierVersion: isOlder)
    return report
  }

  /// The report that follows with some data.
  func derived(_ data: RatingData) throws(EvidenceError) -> RatingReport {
    let choices = try predicate.choices.assembling()
    guard data.database.equivalenceDefinitions.contains(where: { $0.id == choices.equivalence }) else {
      throw .unreadable("the data has no equivalence definition '\(choices.equivalence.printable)'")
    }
    return RatingAssembler(
      circumstances: contents.circumstances, measurement: contents.measurement, database: data.database,
      rulebook: data.rulebook, choices: choices
    ).report(
      command: predicate.command, generated: predicate.generated,
      tool: .init(
        name: predicate.tool.name, version: predicate.tool.version,
        dataDirectory: predicate.tool.dataDirectory), appliesRules: predicate.rules != nil || !isOlder)
  }

  /// - Throws: `Failure` where the statement says something else of the files than follows.
  func checkHeadline(
    _ report: RatingReport, signer: String, challenge: EvidencePredicate.Answer?
  ) throws(Failure) {
    let derived = EvidencePredicate(report, choices: predicate.choices, signer: signer, challenge: challenge)
    try BundleContents.compare(
      predicate.canonicalJSON, derived.canonicalJSON, in: "the statement's predicate", .headline,
      fromEarlierVersion: isOlder)
  }
}
