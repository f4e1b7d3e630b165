import Rating

/// What others have measured of a chip, how devices name it, and wrong figures of it that circulate.
extension Chip {
  /// How a device or its library names itself.
  public struct DeviceID: Codable, Equatable, Sendable {
    public enum Scheme: String, Codable, CaseIterable, Sendable {
      /// Vendor and device, in lower-case hexadecimal: "10de:2330".
      case pci
      /// The product name that NVML tells: "NVIDIA H100 80GB HBM3".
      case nvml
      /// The marketing name that ROCm and HIP tell.
      case rocm
      /// The name in the properties of a framework's device.
      case framework
      /// The same, where each die of the package is a device with this name.
      case frameworkDie = "framework-die"
    }

    public let scheme: Scheme
    public let id: String
    public let source: String
    public let grade: Grade
    /// What there is to know of it, such as with which chips it is shared.
    public let note: String?
    public let place: DataPlace

    /// Whether a text is vendor and device as four lower-case hexadecimal digits each: "10de:2330".
    static func isPCI(_ text: String) -> Bool {
      let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      return parts.map(\.count) == [4, 4]
        && parts.joined().allSatisfy {
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
    }
  }

  /// A rate that others have measured, or that a vendor's acceptance test demands.
  public struct OthersMeasurement: Codable, Equatable, Sendable {
    public enum Quantity: String, Codable, CaseIterable, Sendable {
      /// The rate of a matrix product.
      case gemm
      /// What a vendor's acceptance test demands at least.
      case floor
      /// The rate of the bare multiply instruction.
      case instruction
    }

    public let precision: Precision
    public let unit: ComputeUnit
    /// Dense TOP/s of the whole package.
    public let tops: SourcedValue
    public let quantity: Quantity
    /// Shape, operands, library: what the source says of them; empty where it says nothing.
    public let conditions: String
  }

  /// A wrong figure that circulates, and what went wrong with it.
  public struct Trap: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Sendable {
      /// A 2:4 sparse rate taken for the dense one.
      case sparse
      /// The rate of the vector units taken for the chip's.
      case vector
      /// Another chip's figure.
      case otherChip = "other-chip"
      /// The factor 2 of the multiply-accumulate counted twice.
      case doubled
      /// Counted at another width than the inputs have.
      case bitLength = "bit-length"
      /// One die's figure taken for the package's.
      case perDie = "per-die"
      /// Logic dies left out of the applicable area.
      case wrongArea = "wrong-area"
      /// A paragraph of the law that the figures do not meet.
      case wrongLimb = "wrong-limb"
      /// Rounded so that it crosses or touches a line.
      case rounding

      /// The kind in words.
      public var label: String {
        switch self {
        case .sparse: "a sparse rate taken for the dense one"
        case .vector: "the vector units' rate taken for the chip's"
        case .otherChip: "another chip's figure"
        case .doubled: "the factor 2 counted twice"
        case .bitLength: "counted at the wrong bit length"
        case .perDie: "one die's figure taken for the package's"
        case .wrongArea: "logic dies left out of the applicable area"
        case .wrongLimb: "a paragraph that its figures do not meet"
        case .rounding: "rounded onto a line"
        }
      }
    }

    /// What the figure is of.
    public enum Quantity: Hashable, Sendable {
      /// A rate at a precision, in TOP/s.
      case tops(Precision)
      case tpp
      /// In TPP/mm².
      case performanceDensity
      /// An export control classification, in text.
      case eccn
    }

    public let quantity: Quantity
    /// As it circulates: a number, or the paragraph.
    public let value: String
    public let kind: Kind
    /// The id of a source where it stands.
    public let source: String
    public let note: String?
    public let place: DataPlace

    /// The value as a number; `nil` for a paragraph.
    public var number: Double? { quantity == .eccn ? nil : Double(value) }
  }
}

extension Chip.Trap.Quantity: Codable, CaseIterable, RawRepresentable {
  public static var allCases: [Self] {
    Precision.allCases.map(Self.tops) + [.tpp, .performanceDensity, .eccn]
  }

  public var rawValue: String {
    switch self {
    case .tops(let precision): precision.rawValue
    case .tpp: "tpp"
    case .performanceDensity: "performance-density"
    case .eccn: "eccn"
    }
  }

  public init?(rawValue: String) {
    guard let quantity = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = quantity
  }

  /// The quantity with its unit, before a value: "FP16 TOP/s", "TPP".
  public var label: String {
    switch self {
    case .tops(let precision): "\(precision.label) TOP/s"
    case .tpp: "TPP"
    case .performanceDensity: "TPP/mm²"
    case .eccn: "ECCN"
    }
  }
}
