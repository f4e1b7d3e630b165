import Rating

/// A figure of a chip that can be asked for, sorted by and compared.
public enum ChipFigure: Hashable, Sendable {
  /// Total processing performance on declared figures.
  case tpp
  /// TPP/mm².
  case density
  /// Dense TOP/s at a precision.
  case tops(Precision)
  /// Device memory bandwidth, GB/s.
  case bandwidth
  /// Device memory capacity, decimal GB.
  case memory
  /// Rated power, W.
  case tdp
  /// Price at release, USD.
  case price
  /// Applicable die area, mm².
  case area
  /// Aggregate bidirectional rate to other chips, GB/s.
  case io
  /// Process node as marketed, nm.
  case node

  /// Which of two values is to be preferred by who wants performance.
  public enum Preference: Sendable {
    case higher, lower, neither
  }

  public var preference: Preference {
    switch self {
    case .tpp, .density, .tops, .bandwidth, .memory, .io: .higher
    case .tdp, .price: .lower
    case .area, .node: .neither
    }
  }

  /// The name as a heading: "TPP", "FP16 TOP/s".
  public var label: String {
    switch self {
    case .tpp: "TPP"
    case .density: "performance density"
    case .tops(let precision): precision.label
    case .bandwidth: "memory bandwidth"
    case .memory: "memory"
    case .tdp: "power"
    case .price: "price"
    case .area: "applicable die area"
    case .io: "interconnect"
    case .node: "process node"
    }
  }

  public var unit: String {
    switch self {
    case .tpp: "TPP"
    case .density: "TPP/mm²"
    case .tops: "TOP/s"
    case .bandwidth, .io: "GB/s"
    case .memory: "GB"
    case .tdp: "W"
    case .price: "USD"
    case .area: "mm²"
    case .node: "nm"
    }
  }

  /// The reported value; `nil` where it is unknown.
  public func value(of rated: RatedChip) -> Double? {
    switch self {
    case .tpp: rated.rating.tpp
    case .density:
      rated.chip.applicableDieArea.mm2.flatMap { rated.rating.performanceDensity(areaMM2: $0) }
    case .tops(let precision): rated.rating.bestTops(among: [precision])?.tops
    case .node: rated.chip.nodeNM
    case .bandwidth, .memory, .tdp, .price, .area, .io: sourced(of: rated.chip)?.value
    }
  }

  /// Whether sources disagree on it, or on what it follows from. Quick where they agree.
  func isDisputed(of chip: Chip) -> Bool {
    switch self {
    case .tpp, .tops: chip.hasDisputedThroughput
    case .density: chip.hasDisputedThroughput || !(chip.applicableDieArea.sourced?.conflicts ?? []).isEmpty
    case .node: false
    case .bandwidth, .memory, .tdp, .price, .area, .io: !(sourced(of: chip)?.conflicts ?? []).isEmpty
    }
  }

  /// The reported value with the interval that the sources leave; `nil` where it is unknown.
  public func bounded(of chip: Chip, tf32Reading: TF32Reading) -> BoundedValue? {
    switch self {
    case .tpp: chip.boundedRating(RatingReading(tf32: tf32Reading)).tpp
    case .density:
      chip.applicableDieArea.sourced.flatMap { area in
        chip.boundedRating(RatingReading(tf32: tf32Reading)).performanceDensity(areaMM2: area.bounded)
      }
    case .tops(let precision):
      chip.boundedRating(RatingReading(tf32: tf32Reading)).bestTops(among: [precision])
    case .node: chip.nodeNM.map { BoundedValue($0) }
    case .bandwidth, .memory, .tdp, .price, .area, .io: sourced(of: chip)?.bounded
    }
  }

  /// The published value, of what is published as such.
  private func sourced(of chip: Chip) -> SourcedValue? {
    switch self {
    case .bandwidth: chip.memoryBandwidthGBps
    case .memory: chip.memoryCapacityGB
    case .tdp: chip.tdpWatts
    case .price: chip.priceUSD
    case .area: chip.applicableDieArea.sourced
    case .io: chip.aggregateIOGBps
    case .tpp, .density, .tops, .node: nil
    }
  }
}

extension ChipFigure: CaseIterable, RawRepresentable, Codable {
  public static var allCases: [ChipFigure] {
    [.tpp, .density] + Precision.allCases.map(Self.tops)
      + [.bandwidth, .memory, .tdp, .price, .area, .io, .node]
  }

  /// The key that users write.
  public var rawValue: String {
    switch self {
    case .tpp: "tpp"
    case .density: "density"
    case .tops(let precision): precision.rawValue
    case .bandwidth: "bandwidth"
    case .memory: "memory"
    case .tdp: "tdp"
    case .price: "price"
    case .area: "area"
    case .io: "io"
    case .node: "node"
    }
  }

  public init?(rawValue: String) {
    guard let figure = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = figure
  }
}
