import Measurement

/// The names of a bundle's files.
enum BundleName {
  /// The signed statement; the only file that it does not name.
  static let envelope = "bundle.dsse.json"
  /// Everything that was measured: samples, visits, checks.
  static let measurement = "measurement.json"
  /// Where and with what.
  static let environment = "environment.json"
  /// What `assay rate --json` wrote.
  static let report = "report.json"
  /// The public key that the signature belongs to.
  static let signer = "signer.pub"
  /// Copies of the data that the rating rests on.
  static let data = "data"
  /// A verifier's challenge, byte for byte his, and the answer to it; only where one was answered.
  static let challengeFolder = "challenge"
  static let challenge = "challenge/challenge.json"
  static let transcript = "challenge/\(ChallengeTranscript.file)"

  /// The name of the file with a lap's result.
  /// - Parameter file: its name in the transcript.
  static func lap(_ file: String) -> String { "\(challengeFolder)/\(file)" }

  /// Whether a file is, by its name, the result of a challenge's lap: those may be large.
  static func isLap(_ name: String) -> Bool {
    name.hasPrefix("\(challengeFolder)/") && name.hasSuffix(".bin")
  }

  /// Those that every bundle has, apart from its data.
  static let required = [measurement, environment, report, signer]

  private static let longest = 255

  /// Whether a text can name a file inside a bundle: no way out, no hidden file, nothing that a shell, a terminal or
  /// another file system would read as something else.
  static func isSound(_ name: String) -> Bool {
    guard name.utf8.count <= longest, name != envelope else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.first != "." && part.first != "-" && part.utf8.allSatisfy(isPlain)
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
