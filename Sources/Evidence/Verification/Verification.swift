import Foundation

/// What came out of verifying a bundle.
public struct Verification: Encodable, Sendable {
  /// Changes in the first part when a key changes its meaning or goes away. Consumers ignore unknown keys.
  public static let schemaVersion = "1.1.0"

  /// What is checked, in this order.
  public enum Check: String, Encodable, CaseIterable, Sendable {
    case envelope, signature, statement, files, samples, run, rating, headline, signer, challenge

    /// What it means to pass.
    public var meaning: String {
      switch self {
      case .envelope: "the envelope is a sound DSSE envelope"
      case .signature: "the signature is that of the key in the bundle, over these bytes"
      case .statement: "the statement is one of Assay's, in versions that this one reads"
      case .files: "every file that it names is there with its digest, and no other"
      case .samples: "rates, visits that count, medians and statuses follow from the raw samples"
      case .run: "the samples fit into the time, the tier and the processor that are named"
      case .rating: "TPP, equivalents, claims and thresholds follow, with the data in the bundle"
      case .headline: "what the statement says follows from the files"
      case .signer: "the signer is one that you trust"
      case .challenge: "the chains answer the challenge, for which the rating was made, and fit it"
      }
    }
  }

  public enum Outcome: String, Encodable, Sendable {
    case passed, failed
    /// The checks before it decided, or it was not asked for.
    case open
  }

  public struct Finding: Encodable, Sendable {
    public let check: Check
    public var outcome: Outcome
    /// What was found, in words; empty where there is nothing to add.
    public var detail: String
    /// How long it took here, in seconds; absent for what was not done.
    public var seconds: Double?
  }

  /// Why the bundle is not verified.
  public struct Failure: Error, Encodable, Sendable {
    public enum Kind: String, Encodable, Sendable {
      /// It cannot be read, so nothing is known of it.
      case unreadable
      /// It can be read, and something in it is not true.
      case refuted
    }

    public let kind: Kind
    public let check: Check
    public let message: String
    /// The first place where what a file says does not follow.
    public let difference: JSONDifference?
  }

  /// What is known of who signed.
  public struct Signer: Encodable, Sendable {
    public enum Standing: String, Encodable, Sendable {
      case trusted
      /// No trust file was given.
      case notAsked = "not-asked"
      /// The trust file does not name the key.
      case unknown
      /// The trust file limits the key to other days.
      case outsideValidity = "outside-validity"
    }

    public let keyID: String
    public var standing: Standing
    /// By the trust file.
    public var name: String?

    /// In words.
    public var summary: String {
      switch standing {
      case .trusted: "\(name ?? "unnamed"), key \(keyID)"
      case .notAsked: "signed by a key that you have not said you trust: \(keyID)"
      case .unknown: "signed by a key that the trust file does not name: \(keyID)"
      case .outsideValidity: "\(name ?? "unnamed"), on a day on which the key was not to sign: \(keyID)"
      }
    }
  }

  public let schemaVersion = Self.schemaVersion
  public let bundle: String
  /// The version of the tool that verified it.
  public let verifiedWith: String
  /// When, by this machine's clock: ISO 8601 in UTC.
  public let verified: String
  public internal(set) var isVerified = false
  /// Whether it is verified, of the tier that counts as evidence, and breaks no run rule, this version's included.
  public var isEvidence: Bool { isVerified && predicate?.isEvidence == true && brokenRules == nil }
  public internal(set) var checks = Check.allCases.map { Finding(check: $0, outcome: .open, detail: "") }
  public internal(set) var failure: Failure?
  public internal(set) var signer: Signer?
  /// SHA-256 of the signed statement, by which the bundle can be named.
  public internal(set) var statementDigest: String?
  /// What the statement says; absent until its signature has been checked.
  public internal(set) var predicate: EvidencePredicate?
  /// The data files in which the bundle and this version differ, each with how.
  public internal(set) var dataDifferences: [String] = []
  /// The first figures that would differ by this version's data.
  public internal(set) var byOwnData: [JSONDifference] = []
  /// The run rules that it breaks, where it was made before there were any; `nil` where it breaks none.
  public internal(set) var brokenRules: String?
  /// The answer to a challenge; `nil` where there is none or it is not verified.
  public internal(set) var challenge: ChallengeFinding?
  /// What else to know.
  public internal(set) var remarks: [String] = []
  public var provesNot: [String] {
    Self.limits + (predicate?.kind == .devices ? Self.limitsOfDevices : []) + (challenge?.limits ?? [])
  }

  /// What a signature and a derivation cannot show.
  static let limits = [
    "that the machine is the one that it says it is: whoever holds the key can sign what another machine, or none, has "
      + "measured. Only a challenge of your own (docs/air-gapped.md), or somebody who stands beside the machine, shows more",
    "that the raw samples were observed: they fit together, which an inventor who knows the rules can bring about",
    "that the clock was right: the time is the machine's own word, and a key that has been limited or lost can sign with an "
      + "earlier one",
    "that this was the only run: the signer may have chosen the best of many",
    "that the libraries and the tool were what their versions and digests say; that a product was no faster than a "
      + "conversion, and the ceilings, only the machine could check",
    "that the data is right: it is what the bundle holds, and where it differs from this version's that is said above",
  ]

  /// What else it cannot show of accelerators.
  static let limitsOfDevices = [
    "that the devices are the ones that their workers name: name, PCI id, serial number, libraries, power, clock and "
      + "bandwidth are the workers' word. No ceiling of a device is measured, so no rate is held against one"
  ]

  mutating func pass(_ check: Check, _ detail: String = "") { enter(check, .passed, detail) }

  /// Enters what came out of a check that has just ended.
  mutating func enter(_ check: Check, _ outcome: Outcome, _ detail: String) {
    guard let index = checks.firstIndex(where: { $0.check == check }) else { return }
    let now = ContinuousClock.now
    checks[index].outcome = outcome
    checks[index].detail = detail
    checks[index].seconds = outcome == .open ? nil : (now - lastEntry) / .seconds(1)
    lastEntry = now
  }

  private var lastEntry = ContinuousClock.now

  init(bundle: String, verifiedWith: String, verified: String) {
    self.bundle = bundle
    self.verifiedWith = verifiedWith
    self.verified = verified
  }

  private enum CodingKeys: String, CodingKey {
    case schemaVersion, bundle, verifiedWith, verified, isVerified, isEvidence, checks, failure, signer,
      statementDigest, predicate, dataDifferences, byOwnData, brokenRules, challenge,
      remarks, provesNot
  }

  /// Writes every key: what is absent is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schemaVersion, forKey: .schemaVersion)
    try container.encode(bundle, forKey: .bundle)
    try container.encode(verifiedWith, forKey: .verifiedWith)
    try container.encode(verified, forKey: .verified)
    try container.encode(isVerified, forKey: .isVerified)
    try container.encode(isEvidence, forKey: .isEvidence)
    try container.encode(checks, forKey: .checks)
    try container.encode(failure, forKey: .failure)
    try container.encode(signer, forKey: .signer)
    try container.encode(statementDigest, forKey: .statementDigest)
    try container.encode(predicate, forKey: .predicate)
    try container.encode(dataDifferences, forKey: .dataDifferences)
    try container.encode(byOwnData, forKey: .byOwnData)
    try container.encode(brokenRules, forKey: .brokenRules)
    try container.encode(challenge, forKey: .challenge)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provesNot, forKey: .provesNot)
  }
}
