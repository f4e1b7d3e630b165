import ChipDB
import Measurement
import Rating
import Rulebook

/// One host's rating, from the devices to the thresholds: every figure of every output format.
public struct RatingReport: Codable, Sendable {
  /// Changes in the first part when a key changes its meaning or goes away. Consumers ignore unknown keys.
  public static let schemaVersion = "2.3.0"

  public let schemaVersion: String
  public let tool: Tool
  /// When the report was made, ISO 8601 in UTC.
  public let generated: String
  /// The command line that made it.
  public let command: [String]
  /// Whether the run was interrupted, so that the report covers what there was until then.
  public let partial: Bool
  public let host: HostSummary
  public let run: RunRecord
  /// Which run rules were met; `nil` in reports from before there were any.
  public let rules: RunRules?
  public let measurements: [MeasurementRow]
  public let rating: Ratings
  public let equivalents: [ItemEquivalent]
  public let check: CheckSummary
  public let thresholds: [ThresholdComparison]
  /// What speaks against the measurement, the gravest first.
  @EmptyIfAbsent public private(set) var findings: [PlausibilityFinding]
  /// What was looked at for it, and what could not be.
  @EmptyIfAbsent public private(set) var plausibility: [PlausibilityCheck.Record]
  /// What the source ids of the report stand for.
  public let sources: [String: String]
  /// What makes the figures less than they should be: an interruption, a disturbance.
  public let warnings: [String]
  /// How to read the figures.
  public let notes: [String]

  /// What made the report.
  public struct Tool: Codable, Sendable {
    public let name: String
    public let version: String
    public let dataDirectory: String

    public init(name: String, version: String, dataDirectory: String) {
      self.name = name
      self.version = version
      self.dataDirectory = dataDirectory
    }
  }

  /// The host, its libraries, and what the database knows of its processor.
  public struct HostSummary: Codable, Sendable {
    public let device: HostDescription
    public let libraries: [ProviderIdentity]
    public let missingLibraries: [MissingLibrary]
    public let microarchitecture: Identification?
    /// The chip of the database whose name the brand gives; `nil` where it gives none.
    public let chip: String?
  }

  /// Which microarchitecture the processor is, and how that was told.
  public struct Identification: Codable, Sendable {
    public let id: String
    public let name: String
    public let codename: String?
    public let source: String
  }

  /// The three evidences side by side; they are never mixed.
  public struct Ratings: Codable, Sendable {
    /// For the whole chip, as published; `nil` where the chip is unknown.
    public let declared: Evidenced?
    /// Visible cores × operations per cycle × the highest clock measured.
    public let derived: Evidenced?
    /// Measured here.
    public let demonstrated: Evidenced
    /// The governing precision of the demonstrated rating.
    public let governingPrecision: Precision?
    public let tf32Reading: TF32Reading
    /// Demonstrated over derived, by precision.
    public let efficiency: [String: Double]
    /// How the parts compare: cores seen and what they are a part of.
    public let scope: String
  }

  /// A rating on one kind of evidence.
  public struct Evidenced: Codable, Sendable {
    public let tpp: Double?
    public let governingPrecision: Precision?
    /// TPP a visible core.
    public let tppPerCore: Double?
    /// TPP per mm² of applicable die area, and why there is none.
    public let performanceDensity: Double?
    public let rows: [PerformanceRating.Row]

    /// - Parameters:
    ///   - cores: the visible ones.
    ///   - isQuotable: whether a figure may be made of the rows.
    init(_ rating: PerformanceRating, cores: Int?, dieAreaMM2: Double? = nil, isQuotable: Bool = true) {
      let quoted = isQuotable ? rating : rating.withoutRows
      tpp = quoted.tpp
      governingPrecision = quoted.governing?.precision
      tppPerCore = cores.flatMap { cores in quoted.tpp.map { $0 / Double(cores) } }
      performanceDensity = dieAreaMM2.flatMap { quoted.performanceDensity(areaMM2: $0) }
      rows = rating.rows
    }
  }

  /// Every claim that could be held against the measurement.
  public struct CheckSummary: Codable, Sendable {
    /// The gravest of the claims' verdicts; inconclusive when there was no claim.
    public let verdict: ClaimVerdict
    public let reason: String
    public let claims: [ClaimCheck]

    /// - Parameter nothing: why there is no claim, where there is none.
    init(_ claims: [ClaimCheck], nothing: @autoclosure () -> String) {
      self.claims = claims
      guard !claims.isEmpty else {
        verdict = .inconclusive
        reason = nothing()
        return
      }
      let verdict =
        ClaimVerdict.gravestFirst.first { verdict in claims.contains { $0.verdict == verdict } }
        ?? .inconclusive
      self.verdict = verdict
      reason = claims.filter { $0.verdict == verdict }.map { "\($0.precision.label): \($0.reason)" }
        .joined(separator: "; ")
    }

    private init(withheldBy objection: String) {
      claims = []
      verdict = .inconclusive
      reason = objection
    }

    /// The same, if nothing speaks against it: of a run that broke a run rule nothing may be held against a claim.
    func withheld(by rules: RunRules?) -> CheckSummary {
      rules?.objection.map { CheckSummary(withheldBy: $0) } ?? self
    }

    /// The verdict, and where there are claims a table of them.
    var blocks: [Document.Block] {
      let summary = Document.Block.paragraph("\(verdict.rawValue): \(reason).")
      if claims.isEmpty { return [summary] }
      let unit = RateUnit(for: claims.map(\.claimedTops).max())
      return [
        summary,
        .table(
          .init(
            [
              .text("precision"), .number("claimed \(unit.label)"), .number("measured"), .number("limit"),
              .text("verdict"), .text("source"),
            ],
            rows: claims.map { claim in
              [
                claim.precision.label, unit.format(claim.claimedTops), unit.format(claim.demonstratedTops),
                unit.format(claim.limitTops), claim.verdict.rawValue, claim.source,
              ]
            })),
      ]
    }
  }

  /// One threshold in units of this host.
  public struct ThresholdComparison: Codable, Sendable {
    /// The id of the instrument, and of the quantity or paragraph in it.
    public let instrument: String
    public let id: String
    public let title: String
    public let comparison: Comparison
    public let value: Double
    public let unit: String
    /// How many of this host fit under an upper bound, or reach a line: by demonstrated TPP, or for a training
    /// run by the peak at the chosen utilisation.
    public let hosts: Double?
    /// The same by the derived peak, where it is known.
    public let hostsByPeak: Double?
    public let sentence: String
    public let citation: String
    public let status: String

    init(_ finding: ItemThresholds.Finding) {
      let allowance = finding.allowance
      instrument = allowance.instrument
      id = allowance.id
      title = allowance.title
      comparison = allowance.comparison
      value = allowance.value
      unit = allowance.unit
      hosts = finding.count
      hostsByPeak = finding.countByPeak
      sentence = finding.sentence
      citation = allowance.reference
      status = allowance.status.summary
    }
  }
}
