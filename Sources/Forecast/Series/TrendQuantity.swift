import ChipDB
import Rating

/// A figure of chips that is followed over time.
public enum TrendQuantity: Hashable, Sendable {
  /// A figure of the database.
  case figure(ChipFigure)
  /// The highest dense TOP/s among the formats of a bit length, 4, 8 or 16.
  case dense(bits: Int)
  /// GB/s of memory bandwidth per TPP.
  case bandwidthPerTPP
  /// TPP per watt of rated power.
  case tppPerWatt
  /// The highest dense TOP/s of a bit length per watt of rated power.
  case densePerWatt(bits: Int)
  /// TPP per dollar of the price at release.
  case tppPerUSD
  /// The highest dense TOP/s of a bit length per dollar of the price at release.
  case densePerUSD(bits: Int)
  /// Reference chips under a definition of equivalence; has no key of its own among `allCases`.
  case equivalent(EquivalenceDefinition)

  /// The bit lengths of `dense`.
  public static let bitLengths = [16, 8, 4]

  public var label: String {
    switch self {
    case .figure(let figure): figure.label
    case .dense(let bits): "dense \(bits)-bit"
    case .bandwidthPerTPP: "memory bandwidth per TPP"
    case .tppPerWatt: "TPP per watt"
    case .densePerWatt(let bits): "dense \(bits)-bit per watt"
    case .tppPerUSD: "TPP per dollar"
    case .densePerUSD(let bits): "dense \(bits)-bit per dollar"
    case .equivalent(let definition): definition.id
    }
  }

  public var unit: String {
    switch self {
    case .figure(let figure): figure.unit
    case .dense: "TOP/s"
    case .bandwidthPerTPP: "GB/s per TPP"
    case .tppPerWatt: "TPP/W"
    case .densePerWatt: "TOP/s/W"
    case .tppPerUSD: "TPP/USD"
    case .densePerUSD: "TOP/s/USD"
    case .equivalent(let definition): definition.reference
    }
  }

  /// The figures of the database that it needs, each with the table that holds it.
  var needs: [(figure: String, table: String)] {
    let rate = ("throughput", "throughput.csv")
    return switch self {
    case .figure(.tpp), .figure(.tops), .dense: [rate]
    case .figure(.density): [rate, ("die area", "dies.csv")]
    case .figure(.bandwidth), .figure(.memory): [("\(label)", "memory.csv")]
    case .figure(.tdp): [("power", "power.csv")]
    case .figure(.price): [("price", "price.csv")]
    case .figure(.area): [("die area", "dies.csv")]
    case .figure(.io): [("interconnect", "interconnect.csv")]
    case .figure(.node): [("process node", "chips.csv")]
    case .bandwidthPerTPP: [rate, ("memory bandwidth", "memory.csv")]
    case .tppPerWatt, .densePerWatt: [rate, ("power", "power.csv")]
    case .tppPerUSD, .densePerUSD: [rate, ("price", "price.csv")]
    case .equivalent(let definition):
      switch definition.basis {
      case .tpp, .denseTops: [rate]
      default: [(definition.name, "throughput.csv, memory.csv, interconnect.csv")]
      }
    }
  }

  /// The figure with the interval that the sources leave; `nil` where a part of it is unknown.
  public func bounded(of chip: Chip, tf32Reading: TF32Reading) -> BoundedValue? {
    func value(_ figure: ChipFigure) -> BoundedValue? { figure.bounded(of: chip, tf32Reading: tf32Reading) }
    func ratio(_ top: BoundedValue?, _ bottom: BoundedValue?) -> BoundedValue? {
      guard let top, let bottom else { return nil }
      return top / bottom
    }
    func dense(_ bits: Int) -> BoundedValue? {
      chip.boundedRating(RatingReading(tf32: tf32Reading))
        .bestTops(among: Precision.allCases.filter { $0.bitLength(tf32Reading) == bits })
    }
    return switch self {
    case .figure(let figure): value(figure)
    case .dense(let bits): dense(bits)
    case .bandwidthPerTPP: ratio(value(.bandwidth), value(.tpp))
    case .tppPerWatt: ratio(value(.tpp), value(.tdp))
    case .densePerWatt(let bits): ratio(dense(bits), value(.tdp))
    case .tppPerUSD: ratio(value(.tpp), value(.price))
    case .densePerUSD(let bits): ratio(dense(bits), value(.price))
    case .equivalent(let definition): definition.equivalent(of: chip, tf32Reading: tf32Reading)
    }
  }
}

extension TrendQuantity: CaseIterable, RawRepresentable, Codable {
  public static var allCases: [TrendQuantity] {
    ChipFigure.allCases.map(Self.figure) + bitLengths.map(Self.dense) + [.bandwidthPerTPP, .tppPerWatt]
      + bitLengths.map(Self.densePerWatt) + [.tppPerUSD] + bitLengths.map(Self.densePerUSD)
  }

  /// The key that users write: "tpp", "16-bit", "tpp-per-watt", "8-bit-per-usd".
  public var rawValue: String {
    switch self {
    case .figure(let figure): figure.rawValue
    case .dense(let bits): "\(bits)-bit"
    case .bandwidthPerTPP: "bandwidth-per-tpp"
    case .tppPerWatt: "tpp-per-watt"
    case .densePerWatt(let bits): "\(bits)-bit-per-watt"
    case .tppPerUSD: "tpp-per-usd"
    case .densePerUSD(let bits): "\(bits)-bit-per-usd"
    case .equivalent(let definition): definition.id
    }
  }

  public init?(rawValue: String) {
    guard let quantity = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = quantity
  }
}
