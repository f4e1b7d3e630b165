import Rating

/// Something of a chip that a list can show and be sorted by: a fact or a figure.
public enum ChipColumn: Hashable, Sendable {
  case id, name, vendor, country, kind, formFactor, released, status, dataCentre, package
  /// The precision that governs TPP.
  case governing
  /// The grade of the governing figure.
  case grade
  case figure(ChipFigure)

  /// What stands in a cell.
  public enum Value: Equatable, Sendable {
    case text(String)
    case number(Double)
    case unknown
  }

  /// What `list` shows unless it is told otherwise.
  public static let usual: [ChipColumn] = [
    .id, .name, .vendor, .country, .kind, .released, .figure(.tpp), .governing, .figure(.density),
    .figure(.bandwidth), .grade,
  ]

  /// Reads "id,name,tpp".
  /// - Throws: `ChipDBError.badQuestion` for an empty list, an unknown column with the nearest, and one named twice.
  public static func list(_ text: String) throws(ChipDBError) -> [ChipColumn] {
    var columns: [ChipColumn] = []
    for key in text.split(separator: ",", omittingEmptySubsequences: false) {
      let column = try named(key.trimmingBlanks)
      if columns.contains(column) {
        throw .badQuestion("the column '\(column.rawValue)' is asked for twice: name it once")
      }
      columns.append(column)
    }
    return columns
  }

  /// The column that a user names; case does not count.
  /// - Throws: `ChipDBError.badQuestion` with the nearest names.
  public static func named(_ key: String) throws(ChipDBError) -> ChipColumn {
    if let column = ChipColumn(rawValue: key.lowercased()) { return column }
    throw .badQuestion(.unknown("column", key, among: allCases.map(\.rawValue)))
  }

  public func value(of rated: RatedChip) -> Value {
    let chip = rated.chip
    func known(_ text: String?) -> Value { text.map(Value.text) ?? .unknown }
    return switch self {
    case .id: .text(chip.id)
    case .name: .text(chip.name)
    case .vendor: .text(chip.vendor)
    case .country: .text(chip.country)
    case .kind: .text(chip.kind.rawValue)
    case .formFactor: known(chip.formFactor?.rawValue)
    case .released: known(chip.released?.description)
    case .status: known(chip.status?.rawValue)
    case .dataCentre: chip.dataCentre == .unknown ? .unknown : .text(chip.dataCentre.rawValue)
    case .package: known(chip.package)
    case .governing: known(rated.rating.governing?.precision.rawValue)
    case .grade:
      known(rated.rating.governing.flatMap { chip.declared($0.precision)?.grade.rawValue })
    case .figure(let figure): figure.value(of: rated).map(Value.number) ?? .unknown
    }
  }

  /// Whether a list sorted by it begins with the highest unless it is told otherwise: figures and dates do.
  var beginsWithHighest: Bool {
    switch self {
    case .figure, .released: true
    default: false
    }
  }
}

extension ChipColumn: CaseIterable, RawRepresentable {
  public static var allCases: [ChipColumn] {
    [
      .id, .name, .vendor, .country, .kind, .formFactor, .released, .status, .dataCentre, .package,
      .governing,
      .grade,
    ] + ChipFigure.allCases.map(Self.figure)
  }

  /// The key that users write.
  public var rawValue: String {
    switch self {
    case .id: "id"
    case .name: "name"
    case .vendor: "vendor"
    case .country: "country"
    case .kind: "kind"
    case .formFactor: "form-factor"
    case .released: "released"
    case .status: "status"
    case .dataCentre: "data-centre"
    case .package: "package"
    case .governing: "governing"
    case .grade: "grade"
    case .figure(let figure): figure.rawValue
    }
  }

  public init?(rawValue: String) {
    guard let column = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = column
  }
}
