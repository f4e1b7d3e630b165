import Foundation
import Rating

extension Challenge {
  /// Reads a challenge strictly.
  /// - Parameter now: an expired challenge is refused where this is given.
  /// - Throws: `ChallengeError` with file and key: of kind `unreadable` for what is no challenge, `refused` for one that
  ///   has expired.
  public init(path: String, now: Timestamp? = nil) throws(ChallengeError) {
    self = try ChallengeFile(path: path, now: now).challenge
  }

  /// Reads a challenge strictly.
  init(_ file: StrictJSONFile) throws(ChallengeError) {
    let content = try file.decoded(
      as: Content.self, known: Set(Content.CodingKeys.allCases.map(\.stringValue)))
    guard content.schemaVersion.split(separator: ".").first == Self.currentVersion.split(separator: ".").first
    else {
      throw file.problem(
        "schemaVersion: \(content.schemaVersion.printable), and this version of assay reads "
          + Self.currentVersion)
    }
    var precisions: [Precision] = []
    for name in content.precisions {
      guard let precision = Precision(rawValue: name) else {
        throw file.problem(
          "precisions: '\(name.printable)' is none; those that have chains are \(Self.knownPrecisions)")
      }
      precisions.append(precision)
    }
    func whole(_ key: String, _ value: Double, _ range: ClosedRange<Int>) throws(ChallengeError) -> Int {
      if let number = Int(exactly: value) { return number }
      throw file.problem(
        "\(key): \(value): give a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    let size = try whole("size", content.size, Self.sizes)
    let steps = try whole("steps", content.steps, Self.stepRange)
    do throws(ChallengeError) {
      try self.init(
        nonce: content.nonce, precisions: precisions, size: size, steps: steps,
        seconds: content.seconds, issuedAt: content.issuedAt, validSeconds: content.validSeconds,
        note: content.note)
    } catch { throw file.problem(error.description) }
  }

  /// The file's text.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a challenge holds texts and finite numbers")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// What stands in the file, before its values are looked at.
  private struct Content: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
      case schemaVersion, nonce, precisions, size, steps, seconds, issuedAt, validSeconds, note
    }

    let schemaVersion: String
    let nonce: String
    let precisions: [String]
    let size: Double
    let steps: Double
    let seconds: Double
    let issuedAt: Timestamp
    let validSeconds: Double
    let note: String
  }
}
