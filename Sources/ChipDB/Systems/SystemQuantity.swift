import Rating

/// A figure of a whole system.
public enum SystemQuantity: Hashable, Sendable {
  /// Dense PFLOP/s (POP/s) at a precision.
  case rate(Precision)
  /// Device memory, TB.
  case memory
  /// Device memory bandwidth, TB/s.
  case bandwidth
  /// The rate of the link that joins all chips, over all of them and both directions, TB/s.
  case scaleUp
  /// Power of the whole system, kW.
  case power

  /// What system_figures.csv calls it.
  public enum Kind: String, CaseIterable, Sendable {
    case rate = "dense_pflops"
    case memory = "memory_tb"
    case bandwidth = "memory_bandwidth_tbps"
    case scaleUp = "scale_up_tbps"
    case power = "power_kw"
  }

  public static var allCases: [SystemQuantity] {
    Precision.allCases.map(Self.rate) + [.memory, .bandwidth, .scaleUp, .power]
  }

  public var kind: Kind {
    switch self {
    case .rate: .rate
    case .memory: .memory
    case .bandwidth: .bandwidth
    case .scaleUp: .scaleUp
    case .power: .power
    }
  }

  /// - Returns: `nil` for a rate without a precision, and for another figure with one.
  init?(_ kind: Kind, _ precision: Precision?) {
    switch (kind, precision) {
    case (.rate, let precision?): self = .rate(precision)
    case (.memory, nil): self = .memory
    case (.bandwidth, nil): self = .bandwidth
    case (.scaleUp, nil): self = .scaleUp
    case (.power, nil): self = .power
    default: return nil
    }
  }

  /// "dense BF16", "memory".
  public var label: String {
    switch self {
    case .rate(let precision): "dense \(precision.label)"
    case .memory: "memory"
    case .bandwidth: "memory bandwidth"
    case .scaleUp: "scale-up bandwidth"
    case .power: "power"
    }
  }

  public var unit: String {
    switch self {
    case .rate: "PFLOP/s"
    case .memory: "TB"
    case .bandwidth, .scaleUp: "TB/s"
    case .power: "kW"
    }
  }
}

extension SystemQuantity: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let quantity = Self.allCases.first(where: { $0.key == text }) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no figure of a system"))
    }
    self = quantity
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(key)
  }

  /// "dense_pflops:bf16", "power_kw".
  public var key: String {
    if case .rate(let precision) = self { "\(kind.rawValue):\(precision.rawValue)" } else { kind.rawValue }
  }
}
