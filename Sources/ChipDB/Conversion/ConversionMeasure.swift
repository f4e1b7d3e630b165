import Rating

/// What a quantity of chips is measured by: a figure that adds up over chips.
public enum ConversionMeasure: Hashable, Sendable {
  case tpp
  /// Dense TOP/s at the fastest of some precisions.
  case tops([Precision])
  /// What is attainable at the fastest of some precisions and an intensity in operations a byte, TOP/s.
  case attainable([Precision], intensity: Double)
  /// A mix of phases, in reference chips.
  case mixed(EquivalenceDefinition)
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

  /// The keys that `--by` takes, beside the ids of the definitions.
  public static let keys =
    ["tpp"] + Precision.allCases.map(\.rawValue) + ["bandwidth", "memory", "io", "tdp", "price", roofline]

  /// The key of what is attainable at an intensity.
  static let roofline = "roofline"

  /// Reads a key of `--by`.
  /// - Throws: `ChipDBError.badQuestion` with the keys that there are.
  public init(key: String, in database: ChipDatabase) throws(ChipDBError) {
    let lowered = key.lowercased()
    if let definition = database.equivalenceDefinitions.first(where: { $0.id == lowered }) {
      self.init(definition)
      return
    }
    switch lowered {
    case Self.roofline:
      throw .badQuestion(
        "--by roofline turns on the intensity: give --intensity in operations a byte, such as 100")
    case "tpp": self = .tpp
    case "bandwidth": self = .bandwidth
    case "memory": self = .memory
    case "io": self = .io
    case "tdp": self = .power
    case "price": self = .price
    default:
      guard let precision = Precision(rawValue: lowered) else {
        throw .badQuestion(
          "--by: "
            + .unknown("measure", key, among: Self.keys + database.equivalenceDefinitions.map(\.id)))
      }
      self = .tops([precision])
    }
  }

  init(_ definition: EquivalenceDefinition) {
    switch definition.basis {
    case .tpp: self = .tpp
    case .denseTops: self = .tops(definition.precisions)
    case .memoryBandwidth: self = .bandwidth
    case .memoryCapacity: self = .memory
    case .interconnect: self = .io
    case .roofline, .mixed:
      if definition.phases.count == 1,
        case .roofline(let compute, _, let intensity) = definition.phases[0].bound
      {
        self = .attainable(compute.precisions, intensity: intensity)
      } else {
        self = .mixed(definition)
      }
    }
  }

  /// What `--by`, `--intensity`, `--precision` and `--mix` ask for together; `nil` where none is given.
  ///
  /// The roofline's rate is that of `precision`, or without one that of the first roofline of equivalences.csv, which the
  /// answer names.
  /// - Parameter intensity: operations a byte.
  /// - Throws: `ChipDBError.badQuestion` where they do not go together.
  public static func asked(
    by key: String?, intensity: Double?, precision: Precision?, mix: String?, in database: ChipDatabase
  ) throws(ChipDBError) -> ConversionMeasure? {
    let isRoofline = key?.lowercased() == roofline
    if let mix {
      guard key == nil else { throw .badQuestion("--mix and --by each say how chips are compared: give one") }
      guard intensity == nil, precision == nil else {
        throw .badQuestion(
          "--intensity and --precision play no part in a --mix, whose phases have theirs: leave them out")
      }
      return .mixed(try database.mix(mix))
    }
    guard isRoofline, let intensity else {
      if intensity != nil || precision != nil, !isRoofline {
        throw .badQuestion("--intensity and --precision play no part: they go with --by roofline")
      }
      guard let key else { return nil }
      return try ConversionMeasure(key: key, in: database)
    }
    guard WorkloadPhase.intensities.contains(intensity) else {
      throw .badQuestion(
        "--intensity \(intensity): give operations a byte from \(WorkloadPhase.intensities.lowerBound) to "
          + "\(WorkloadPhase.intensities.upperBound), such as 100")
    }
    if let precision { return .attainable([precision], intensity: intensity) }
    for phase in database.equivalenceDefinitions.flatMap(\.phases) {
      if case .roofline(let compute, _, _) = phase.bound {
        return .attainable(compute.precisions, intensity: intensity)
      }
    }
    throw .badQuestion("equivalences.csv has no roofline that says which rate counts: give --precision")
  }

  /// Whether it is what is attainable at an intensity.
  public var isRoofline: Bool { if case .attainable = self { true } else { false } }

  /// The name in a sentence: "dense FP16 TOP/s", "memory bandwidth".
  public var label: String {
    switch self {
    case .tpp: "TPP"
    case .tops(let precisions): "dense \(precisions.map(\.label).joined(separator: " or ")) rate"
    case .attainable(let precisions, let intensity):
      "attainable \(precisions.map(\.label).joined(separator: " or ")) rate at \(Figure(intensity)) operations a byte"
    case .mixed(let definition): "worth by \(definition.id)"
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
    case .tops, .attainable: "TOP/s"
    case .mixed: "reference chips"
    case .bandwidth, .io: "GB/s"
    case .memory: "GB"
    case .power: "W"
    case .price: "USD"
    }
  }
}
