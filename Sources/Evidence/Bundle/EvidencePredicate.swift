import Measurement
import Rating
import Report

/// What a bundle's statement says of its files. Every member of it is worked out again when the bundle is verified, but
/// for the choices, the command line, where the data lay and the time, which are the signer's word.
public struct EvidencePredicate: Codable, Equatable, Sendable {
  /// On what it was measured; absent for a run on the host's processor.
  public let kind: Kind?
  public let tool: Tool
  /// When the report was made, by the clock of the machine: ISO 8601 in UTC.
  public let generated: String
  /// The command line.
  public let command: [String]
  public let tier: String
  /// Whether it counts as evidence: of the record tier, not interrupted, and with no run rule broken.
  public let isEvidence: Bool
  /// How long the measurement took, in seconds.
  public let seconds: Double
  /// Draws the operands and the check vectors; a text, since not every reader holds 64 bits.
  public let seed: String
  public let measured: Measured
  public let choices: Choices
  public let headline: Headline
  /// Which run rules were held against it, and which it broke; absent in bundles from before there were any.
  public let rules: Rules?
  /// The public key of the signer, by its id.
  public let signer: String
  /// The answer to a verifier's challenge; `nil` where the run answers none.
  public let challenge: Answer?

  public enum Kind: String, Codable, Sendable {
    case host, devices
  }

  /// What made the bundle, and in which versions of its formats.
  public struct Tool: Codable, Equatable, Sendable {
    public let name: String
    public let version: String
    /// Of the way in which figures come about.
    public let methodVersion: String
    /// Of the report.
    public let schemaVersion: String
    /// Where its data lay on the signer's machine.
    public let dataDirectory: String
  }

  /// What was measured, as far as it can be seen from inside.
  public struct Measured: Codable, Equatable, Sendable {
    /// The brand that the processor gives; a hypervisor may hide it.
    public let processor: String?
    /// Of the chip database.
    public let microarchitecture: String?
    /// The chip of the database that the brand names.
    public let chip: String?
    public let architecture: String
    public let hypervisor: String?
    public let operatingSystem: String?
    public let kernel: String?
    /// The threads of the machine's own rows; absent for devices.
    public let threads: Int?
    /// What part of which chip that is, in words.
    public let scope: String
    /// The devices that were measured; absent for a run on the host's processor.
    public let devices: [Device]?

    /// A device as its worker tells of it.
    public struct Device: Codable, Equatable, Sendable {
      /// By which it was asked for: "cuda:0".
      public let id: String
      public let name: String
      public let vendor: String?
      /// Name and version of what multiplies there.
      public let worker: String
      /// The chip of the database that it is; absent where that is in doubt.
      public let chip: String?
      /// Which part of a chip it is, in words.
      public let part: String
      /// Why it was left out or given up.
      public let failure: String?
    }
  }

  /// What the user chose.
  public struct Choices: Codable, Equatable, Sendable {
    public let tf32Reading: TF32Reading
    /// The id of the equivalence definition of the headline.
    public let equivalence: String
    /// Claimed dense TOP/s of the measured cores, by precision.
    public let claims: [String: Double]
    /// The training run that lines for training are put in hosts by.
    public let training: Training?
    /// The day whose rules are compared.
    public let date: String

    public struct Training: Codable, Equatable, Sendable {
      public let utilisation: Double
      public let days: Double
    }
  }

  /// The run rules.
  public struct Rules: Codable, Equatable, Sendable {
    public let version: String
    /// The names of those that were broken; empty where there may be a headline figure.
    public let broken: [String]
  }

  /// Why there is no demonstrated TPP, where there is none.
  var withoutHeadline: String {
    guard let rules, !rules.broken.isEmpty else { return "no TPP: nothing was verified" }
    return
      "no TPP may be quoted: the run broke run rules (\(rules.broken.map(\.printable).joined(separator: ", ")))"
  }

  /// The figures that are quoted.
  public struct Headline: Codable, Equatable, Sendable {
    public let demonstratedTPP: Double?
    public let governingPrecision: Precision?
    public let derivedTPP: Double?
    /// In reference chips under the chosen definition.
    public let equivalent: Equivalent?
    /// Of the claims.
    public let verdict: ClaimVerdict
    /// The device or package that the figures are of: the one with the highest demonstrated TPP; absent for a host.
    public let part: String?
    /// Every device and package; absent for a host.
    public let parts: [Part]?

    /// The figures of one device or package.
    public struct Part: Codable, Equatable, Sendable {
      public let name: String
      public let demonstratedTPP: Double?
      public let governingPrecision: Precision?
      /// As published, scaled to the part that was measured.
      public let declaredTPP: Double?
      /// Under the chosen definition.
      public let equivalent: Double?
      /// Of the claims about it.
      public let verdict: ClaimVerdict
    }

    public struct Equivalent: Codable, Equatable, Sendable {
      public let definition: String
      public let name: String
      public let value: Double?
      public let constant: Double
      public let unit: String
      public let source: String
    }
  }

  /// Chains of products that a verifier asked for. Every time and rate in it is by the signer's clocks.
  public struct Answer: Codable, Equatable, Sendable {
    /// Of the challenge.
    public let nonce: String
    /// Of the challenge's file.
    public let sha256: String
    /// When the first chain began and the last one had ended.
    public let began: Timestamp
    public let ended: Timestamp
    public let chains: [Chain]
    public let missing: [ChallengeTranscript.Missing]

    public struct Chain: Codable, Equatable, Sendable {
      public let precision: Precision
      /// How many products there were.
      public let steps: Int
      /// Operations over the products' and roundings' time, in TOP/s.
      public let tops: Double?
    }
  }

  /// - Parameters:
  ///   - report: what was found.
  ///   - choices: as the report was made by.
  ///   - signer: the id of the key.
  ///   - kind: host, or `nil`, which says the same.
  ///   - challenge: what the chains did; `nil` where there was no challenge.
  init(
    _ report: RatingReport, choices: Choices, signer: String, kind: Kind? = nil, challenge: Answer? = nil
  ) {
    self.kind = kind
    tool = Tool(
      name: report.tool.name, version: report.tool.version, methodVersion: report.run.methodVersion,
      schemaVersion: report.schemaVersion, dataDirectory: report.tool.dataDirectory)
    generated = report.generated
    command = report.command
    tier = report.run.tier
    isEvidence = report.run.isEvidence && !report.partial && report.rules?.areMet != false
    seconds = report.run.seconds
    seed = "\(report.run.seed)"
    measured = Measured(report)
    self.choices = choices
    headline = Headline(report)
    rules = report.rules.map { .init(version: $0.version, broken: $0.broken.map(\.name.rawValue)) }
    self.signer = signer
    self.challenge = challenge
  }
}

extension EvidencePredicate.Measured {
  init(_ report: RatingReport) {
    let host = report.host.device
    self.init(
      processor: host.cpu?.brand, microarchitecture: report.host.microarchitecture?.name,
      chip: report.host.chip, architecture: host.architecture,
      hypervisor: host.virtualization.hypervisor, operatingSystem: host.operatingSystem, kernel: host.kernel,
      threads: report.run.threads, scope: report.rating.scope, devices: nil)
  }

  /// In a few words: the chip, the processor or the devices, and that it is virtual.
  public var summary: String {
    let place = hypervisor.map { ", in a virtual machine (\($0.printable))" } ?? ""
    if let devices { return "\(Self.summary(devices)), \(architecture.printable)\(place)" }
    let name =
      processor.map(\.printable) ?? microarchitecture.map { "a processor of \($0)" } ?? "an unknown processor"
    let cores = threads.map { "\($0) core\($0 == 1 ? "" : "s")" } ?? "an unknown number of cores"
    return "\(cores) of \(name), \(architecture.printable)\(place)"
  }
}

extension EvidencePredicate.Headline {
  init(_ report: RatingReport) {
    let chosen = report.equivalents.first { $0.chosen }
    self.init(
      demonstratedTPP: report.rating.demonstrated.tpp, governingPrecision: report.rating.governingPrecision,
      derivedTPP: report.rating.derived?.tpp,
      equivalent: chosen.map(Equivalent.init), verdict: report.check.verdict, part: nil, parts: nil)
  }
}

extension EvidencePredicate.Headline.Equivalent {
  init(_ equivalent: ItemEquivalent) {
    self.init(
      definition: equivalent.definition, name: equivalent.name, value: equivalent.value,
      constant: equivalent.constant, unit: equivalent.unit, source: equivalent.source)
  }
}

extension EvidencePredicate.Choices {
  init(_ choices: RatingAssembler.Choices) {
    self.init(
      tf32Reading: choices.tf32Reading, equivalence: choices.equivalence,
      claims: Dictionary(uniqueKeysWithValues: choices.claims.map { ($0.key.rawValue, $0.value) }),
      training: choices.training.map { .init(utilisation: $0.utilisation, days: $0.days) },
      date: choices.date.description)
  }

  /// The choices as an assembler takes them.
  /// - Throws: `EvidenceError.unreadable` for what the command would not have taken either.
  func assembling() throws(EvidenceError) -> RatingAssembler.Choices {
    guard let date = CalendarDate(date) else {
      throw .unreadable("the statement's choices: '\(date.printable)' is no day")
    }
    var rates: [Precision: Double] = [:]
    for (name, tops) in claims {
      guard let precision = Precision(rawValue: name) else {
        throw .unreadable("the statement's choices: '\(name.printable)' is no precision")
      }
      guard tops > 0, tops < FigureLimits.mostTops else {
        throw .unreadable("the statement's choices: \(tops) TOP/s is no rate to claim")
      }
      rates[precision] = tops
    }
    if let training, !(training.utilisation > 0 && training.utilisation <= 1 && training.days > 0) {
      throw .unreadable(
        "the statement's choices: a utilisation above 0 and up to 1, and days above 0, make a training run")
    }
    return .init(
      tf32Reading: tf32Reading, equivalence: equivalence, claims: rates,
      training: training.map { .init(utilisation: $0.utilisation, days: $0.days) }, date: date)
  }
}
