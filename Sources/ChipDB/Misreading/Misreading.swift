/// Why a published figure may differ from a chip's own: what it was mistaken for.
///
/// A misreading is an explanation that the numbers allow, never a proof: several may fit one figure.
public struct Misreading: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The same figure to fewer digits, or moved onto a round number.
    case rounding
    /// A 2:4 sparse rate taken for the dense one.
    case sparse
    /// The rate of the vector units taken for the chip's.
    case vector
    /// The factor 2 of the multiply-accumulate counted twice.
    case doubled
    /// Half the dense rate: multiply-accumulates for operations, a dense rate halved as if it were sparse,
    /// or a slower mode of accumulation.
    case halved
    /// Counted at another width than the inputs have, or at a precision that does not govern.
    case bitLength = "bit-length"
    /// One die's or core's figure taken for the package's.
    case perDie = "per-die"
    /// Several packages' figure, or the package's multiplied by its dies again.
    case perPackage = "per-package"
    /// The rate at the base clock where the boost clock counts, or the reverse.
    case clock
    /// Another chip's figure.
    case otherChip = "other-chip"
    /// Logic dies left out of the applicable area.
    case wrongArea = "wrong-area"
    /// A paragraph of the law that the figures do not meet.
    case wrongLimb = "wrong-limb"
    /// Another unit's number: GFLOP/s, PFLOP/s, GiB for GB.
    case unit

    /// The kind in words.
    public var label: String {
      switch self {
      case .rounding: "the same figure, rounded"
      case .sparse: "a sparse rate taken for the dense one"
      case .vector: "the vector units' rate taken for the chip's"
      case .doubled: "the factor 2 counted twice"
      case .halved: "half the dense figure"
      case .bitLength: "counted at the wrong bit length or precision"
      case .perDie: "one die's figure taken for the package's"
      case .perPackage: "several packages' figure taken for one's"
      case .clock: "the rate at another clock"
      case .otherChip: "another chip's figure"
      case .wrongArea: "logic dies left out of the applicable area"
      case .wrongLimb: "a paragraph that its figures do not meet"
      case .unit: "another unit's number"
      }
    }

    /// The kind that a trap of the database names.
    public init(_ kind: Chip.Trap.Kind) {
      switch kind {
      case .sparse: self = .sparse
      case .vector: self = .vector
      case .otherChip: self = .otherChip
      case .doubled: self = .doubled
      case .bitLength: self = .bitLength
      case .perDie: self = .perDie
      case .wrongArea: self = .wrongArea
      case .wrongLimb: self = .wrongLimb
      case .rounding: self = .rounding
      }
    }
  }

  public let kind: Kind
  /// What happened, in words with the numbers.
  public let reason: String
  /// What the misreading gives, in the unit of the quantity; the figure is this within `deviation`.
  public let expected: Double
  /// |figure / expected − 1|.
  public let deviation: Double
  /// The published figure that the misreading starts from.
  public let origin: SourcedValue
  /// What the figure should have been; `nil` where the database does not know.
  public let truth: SourcedValue?

  public init(
    kind: Kind, reason: String, expected: Double, deviation: Double, origin: SourcedValue,
    truth: SourcedValue?
  ) {
    self.kind = kind
    self.reason = reason
    self.expected = expected
    self.deviation = deviation
    self.origin = origin
    self.truth = truth
  }
}
