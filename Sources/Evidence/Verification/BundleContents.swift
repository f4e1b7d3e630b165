import Foundation
import Measurement
import Report

/// The measurement and its circumstances as a bundle has them, with everything worked out again that follows from the raw
/// samples.
struct BundleContents {
  typealias Failure = Verification.Failure

  let run: BundleRun
  /// The report as the file has it.
  let report: Data

  private let files: [String: Data]
  private let isOlder: Bool

  /// Reads the files.
  /// - Parameters:
  ///   - kind: of the run; `nil` on the host's processor.
  ///   - isOlder: whether an earlier version of the format made them.
  init(_ files: [String: Data], kind: EvidencePredicate.Kind?, isOlder: Bool) throws(Failure) {
    self.files = files
    self.isOlder = isOlder
    run =
      if kind == .devices {
        .devices(
          try Self.decoded(files, BundleName.measurement), try Self.decoded(files, BundleName.environment))
      } else {
        .host(
          try Self.decoded(files, BundleName.measurement), try Self.decoded(files, BundleName.environment))
      }
    report = files[BundleName.report] ?? Data()
  }

  /// - Returns: the contents, if what they hold of derived figures follows from what was observed.
  /// - Throws: `Failure` with the first difference.
  func checked() throws(Failure) -> BundleContents {
    try Self.compare(
      files[BundleName.measurement] ?? Data(), run.reworkedJSON, in: BundleName.measurement, .samples,
      fromEarlierVersion: isOlder)
    try Self.compare(
      files[BundleName.environment] ?? Data(), run.circumstancesJSON, in: BundleName.environment,
      .samples,
      fromEarlierVersion: isOlder)
    return self
  }

  private static func decoded<Value: Decodable>(_ files: [String: Data], _ name: String) throws(Failure)
    -> Value
  {
    let data = files[name] ?? Data()
    do throws(DecodingError) {
      return try Value(canonicalJSON: data)
    } catch {
      var message = "\(name): \(error.place)"
      // Where it is no JSON at all, the strict reader knows the line.
      do throws(EvidenceError) { _ = try JSONText(data, name: name).value() } catch { message = "\(error)" }
      throw Failure(kind: .unreadable, check: .samples, message: message, difference: nil)
    }
  }

  /// Holds a file against what follows.
  ///
  /// The same bytes are the same values, and hold no name twice, since no encoder writes one twice.
  /// - Throws: `Failure` with the first difference.
  static func compare(
    _ recorded: Data, _ derived: Data, in file: String, _ check: Verification.Check,
    fromEarlierVersion: Bool = false
  ) throws(Failure) {
    if recorded == derived { return }
    let difference: JSONDifference?
    do throws(EvidenceError) {
      difference = JSONDifference.first(
        in: file, recorded: try JSONText(recorded, name: file).value(),
        derived: try JSONText(derived, name: file).value(), fromEarlierVersion: fromEarlierVersion)
    } catch {
      throw Failure(kind: .unreadable, check: check, message: "\(error)", difference: nil)
    }
    if let difference {
      throw Failure(kind: .refuted, check: check, message: difference.summary, difference: difference)
    }
  }
}
