import Rating

/// What a quantity is counted in.
public enum ConversionUnit: Equatable, Sendable {
  /// Chips of one kind.
  case chip(Chip)
  case tpp
  /// Reference chips under a definition.
  case equivalent(EquivalenceDefinition)
  /// Rated power of chips, in MW.
  case megawatt
  /// Price of chips at release.
  case usDollar

  /// Reads a unit: "tpp", "mw", "usd", an id of equivalences.csv, "h100e" together with a definition, or a chip.
  /// - Throws: `ChipDBError.badQuestion` for "h100e" without a definition; `ChipDBError.unknownChip` for what is none of
  ///   them.
  public init(
    _ text: String, definition: EquivalenceDefinition?, in database: ChipDatabase
  ) throws(ChipDBError) {
    switch text.lowercased() {
    case "tpp": self = .tpp
    case "mw": self = .megawatt
    case "usd", "$": self = .usDollar
    case Self.bareEquivalent:
      guard let definition else {
        throw .badQuestion(
          "there is no bare H100-equivalent: name its definition with --definition, one of "
            + database.equivalenceDefinitions.map(\.id).joined(separator: ", "))
      }
      self = .equivalent(definition)
    case let lowered:
      if let definition = database.equivalenceDefinitions.first(where: { $0.id == lowered }) {
        self = .equivalent(definition)
      } else {
        self = .chip(try database.chip(matching: text))
      }
    }
  }

  /// The word for reference chips of a definition that is named apart.
  public static let bareEquivalent = "h100e"

  /// What the unit is a fixed amount of; `nil` for chips, which can be measured in many ways.
  var measure: ConversionMeasure? {
    switch self {
    case .chip: nil
    case .tpp: .tpp
    case .equivalent(let definition): ConversionMeasure(definition)
    case .megawatt: .power
    case .usDollar: .price
    }
  }

  /// The unit's size in its measure, where that is not 1.
  func sizeTerm(_ operation: DerivedFigure.Operation) -> ConversionStep.Term? {
    switch self {
    case .chip, .tpp, .usDollar: nil
    case .equivalent(let definition):
      // One reference chip is the unit of a mix.
      definition.basis == .mixed ? nil : .init(operation, constantOf: definition)
    case .megawatt: .init(operation, BoundedValue(1e6), "W/MW")
    }
  }

  /// The unit as an answer names it: "× NVIDIA H100 SXM5 80GB", "TPP", "tops8-epoch".
  public var label: String {
    switch self {
    case .chip(let chip): "× \(chip.name)"
    case .tpp: "TPP"
    case .equivalent(let definition): "reference chips by \(definition.id)"
    case .megawatt: "MW"
    case .usDollar: "USD"
    }
  }
}
