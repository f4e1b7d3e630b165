import ChipDB
import Rating

/// What is known of one precision of a chip, a claim and a measurement of it held against that, and the verdict.
public struct PrecisionCheck: Encodable, Sendable {
  public let precision: Precision
  /// The published dense rate of the whole package, with the values that disagree.
  public let declared: SourcedValue?
  /// The claim, in TOP/s.
  public let claimedTops: Double?
  public let measured: Measurement?
  /// The best rate that others have measured of the whole package.
  public let othersMeasured: Chip.OthersMeasurement?
  /// Of a processor, cores × operations per cycle × boost clock: what its silicon cannot exceed; `nil` where unknown.
  public let derived: SourcedValue?
  public let verdict: ClaimVerdict
  /// The verdict's reason, with its numbers.
  public let reason: String
  public let findings: [CheckFinding]
  /// What would settle the question.
  public let settledBy: [String]

  /// What a report of Assay measured of the chip, or of a part of it.
  public struct Measurement: Encodable, Sendable {
    /// The best verified rate, in TOP/s.
    public let tops: Double
    /// The rate of the bare multiply instruction in the same run, in TOP/s.
    public let ceilingTops: Double?
    public let library: String?
    public let threads: Int?
    /// Which part of the chip was measured, 0…1; `nil` where it is not known.
    public let shareOfChip: Double?
    /// Measured over the declared rate of that part, or the derived one where none is declared; `nil` where that or the
    /// part is not known.
    public let efficiency: Double?
    /// How many of the published efficiencies are lower.
    public let publishedBelow: Int?
    /// Whether the run counts as evidence, or only indicates.
    public let isEvidence: Bool
  }
}

/// Something that a check noticed, and that may explain a figure.
public struct CheckFinding: Encodable, Equatable, Sendable {
  public enum Kind: Encodable, Equatable, Sendable {
    /// The figure may be another one, mistaken for the chip's.
    case misreading(Misreading.Kind)
    /// Part of a chip was measured: a virtual machine, a slice of a GPU, some of its cores.
    case partialChip
    /// Sources disagree on the declared figure.
    case conflict
    /// A rate above what is declared as the peak.
    case abovePeak
    /// The figure circulates and is known to be wrong.
    case trap

    /// What it is called in answers.
    public var name: String {
      switch self {
      case .misreading(.clock): "boost-clock"
      case .misreading(let kind): kind.rawValue
      case .partialChip: "partial-chip"
      case .conflict: "conflict"
      case .abovePeak: "above-peak"
      case .trap: "trap"
      }
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(name)
    }
  }

  public let kind: Kind
  /// With the numbers.
  public let text: String
}
