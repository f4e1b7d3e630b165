import Rating

extension Chip {
  /// A published dense rate.
  public struct PublishedThroughput: Codable, Equatable, Sendable {
    public let precision: Precision
    public let unit: ComputeUnit
    /// Dense TOP/s.
    public let tops: SourcedValue
    /// By how much the sparse rate that is sold exceeds the dense one; `nil` where none is sold.
    public let sparseFactor: Double?
  }

  /// What is told of the device memory.
  public struct MemoryFigure: Codable, Equatable, Sendable {
    public enum Quantity: String, Codable, CaseIterable, Sendable {
      /// Decimal GB.
      case capacity = "capacity_gb"
      /// GB/s.
      case bandwidth = "bandwidth_gbps"

      var unit: String {
        switch self {
        case .capacity: "GB"
        case .bandwidth: "GB/s"
        }
      }
    }

    /// "HBM3", "GDDR6"; `nil` where the source does not say.
    public let type: String?
    public let quantity: Quantity
    public let value: SourcedValue
  }

  /// The rate of one kind of link to other chips.
  public struct LinkFigure: Codable, Equatable, Sendable {
    /// "nvlink", "pcie".
    public let link: String
    /// Over all links of this kind and both directions, in GB/s.
    public let bandwidthGBps: SourcedValue
  }

  /// Rated power.
  public struct PowerFigure: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Sendable {
      /// Thermal design power of the chip or module.
      case tdp
      /// Power of the whole card.
      case board
    }

    public let kind: Kind
    public let watts: SourcedValue
  }

  /// A price for one.
  public struct PriceFigure: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Sendable {
      /// At release.
      case release
    }

    public let kind: Kind
    public let usd: SourcedValue
  }

  /// The cores and clocks of a processor.
  public struct CPUFigures: Codable, Equatable, Sendable {
    /// The id of the core's design.
    public let microarchitecture: String
    public let cores: Int
    public let baseGHz: Double?
    /// The highest clock of a core; `nil` where it is unknown or there is none above base.
    public let boostGHz: Double?
    public let source: String
    public let grade: Grade
    public let place: DataPlace
    public let isOwn: Bool
  }

  /// Every published value of the chip, whatever it measures, in the order of the tables.
  public var figures: [SourcedValue] {
    throughputs.map(\.tops) + measurements.map(\.tops) + dies.map(\.areaMM2) + memory.map(\.value)
      + interconnect.map(\.bandwidthGBps)
      + power.map(\.watts) + prices.map(\.usd)
  }
}
