import Rating

/// What a quantity of chips is measured by: a figure that adds up over chips.
public enum ConversionMeasure: Hashable, Sendable {
  case tpp
  /// Dense TOP/s at the fastest of some precisions.
  case tops([Precision])
  /// Device memory bandwidth, GB/s.
  case bandwidth
  /// Device memory capacity, GB.
  case memory
  /// Rate to other chips, GB/s.
  case io
  /// Rated power of the chips, W.
  case power
  /// Price at release, USD.
  case price

  /// The keys that `--by` takes.
  public static let keys =
    ["tpp"] + Precision.allCases.map(\.rawValue) + ["bandwidth", "memory", "io", "tdp", "price"]

  /// Reads a key of `--by`.
  /// - Throws: `ChipDBError.badQuestion` with the keys that there are.
  public init(key: String) throws(ChipDBError) {
    let lowered = key.lowercased()
    switch lowered {
    case "tpp": self = .tpp
    case "bandwidth": self = .bandwidth
    case "memory": self = .memory
    case "io": self = .io
    case "tdp": self = .power
    case "price": self = .price
    default:
      guard let precision = Precision(rawValue: lowered) else {
        throw .badQuestion("--by: " + .unknown("measure", key, among: Self.keys))
      }
      self = .tops([precision])
    }
  }

  init(_ definition: EquivalenceDefinition) {
    switch definition.basis {
    case .tpp: self = .tpp
    case .denseTops: self = .tops(definition.precisions)
    case .memoryBandwidth: self = .bandwidth
    }
  }

  /// The name in a sentence: "dense FP16 TOP/s", "memory bandwidth".
  public var label: String {
    switch self {
    case .tpp: "TPP"
    case .tops(let precisions): "dense \(precisions.map(\.label).joined(separator: " or ")) rate"
    case .bandwidth: "memory bandwidth"
    case .memory: "memory capacity"
    case .io: "rate to other chips"
    case .power: "rated power of the chips"
    case .price: "price at release"
    }
  }

  public var unit: String {
    switch self {
    case .tpp: "TPP"
    case .tops: "TOP/s"
    case .bandwidth, .io: "GB/s"
    case .memory: "GB"
    case .power: "W"
    case .price: "USD"
    }
  }
}
