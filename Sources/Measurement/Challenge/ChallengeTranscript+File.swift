import Foundation

extension ChallengeTranscript {
  /// Reads the transcript in a folder strictly.
  /// - Throws: `ChallengeError` with file and key.
  init(folder: String) throws(ChallengeError) {
    try self.init(
      StrictJSONFile(
        path: "\(folder)/\(Self.file)", largest: Self.largestFile,
        remedy: "give a folder that `assay challenge run` wrote"))
  }

  /// Reads a transcript strictly from bytes that were read before.
  /// - Parameter name: of the file, for messages.
  /// - Throws: `ChallengeError` with file and key.
  package init(data: Data, name: String) throws(ChallengeError) {
    guard data.count <= Self.largestFile else {
      throw .unreadable(name, "\(data.count) bytes, where at most \(Self.largestFile) are expected")
    }
    try self.init(StrictJSONFile(data: data, name: name))
  }

  private init(_ file: StrictJSONFile) throws(ChallengeError) {
    self = try file.decoded(
      as: ChallengeTranscript.self, known: Set(Keys.allCases.map(\.rawValue)))
    guard schemaVersion.split(separator: ".").first == Self.currentVersion.split(separator: ".").first else {
      throw file.problem(
        "schemaVersion: \(schemaVersion.printable), and this version of assay reads \(Self.currentVersion)")
    }
    for (number, chain) in chains.enumerated() {
      if chains[..<number].contains(where: { $0.precision == chain.precision }) {
        throw file.problem("chains[\(number)].precision: \(chain.precision.rawValue) stands there twice")
      }
      if chain.laps.isEmpty { throw file.problem("chains[\(number)].laps: there is none") }
      if chain.steps > Self.mostSteps {
        throw file.problem(
          "chains[\(number)]: \(chain.steps) steps, where at most \(Self.mostSteps) are accepted")
      }
      for (lap, content) in chain.laps.enumerated() {
        let expected = Self.matrixFile(chain.precision, lap: lap)
        if content.matrix != expected {
          throw file.problem(
            "chains[\(number)].laps[\(lap)].matrix: '\(content.matrix.printable)', not \(expected)")
        }
      }
    }
  }

  /// The file's text.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a transcript holds texts and finite numbers")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// In bytes: room for the steps of all precisions.
  private static let largestFile = 128 << 20

  private enum Keys: String, CaseIterable {
    case schemaVersion, nonce, size, steps, assay, began, ended, seconds, chains, missing
  }
}
