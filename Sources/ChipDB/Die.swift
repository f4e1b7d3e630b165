import Rating

/// One kind of die in a package.
public struct Die: Codable, Equatable, Sendable {
  public enum Role: String, Codable, CaseIterable, Sendable {
    case logic, io, memory
  }

  public let name: String
  public let count: Int
  /// The area of one, in mm².
  public let areaMM2: SourcedValue
  public let role: Role
  public let nonPlanar: Outcome
}

/// The die area that performance density divides by (ECCN 3A090, technical note): all logic dies made on a
/// node with non-planar transistors, I/O dies and caches included, separate memory stacks not.
public enum ApplicableDieArea: Equatable, Sendable {
  /// In mm².
  case known(SourcedValue)
  /// All dies are planar, so there is no density.
  case notApplicable
  case unknown(String)

  /// The area in mm² where it is known.
  public var mm2: Double? {
    if case .known(let area) = self { area.value } else { nil }
  }
}

extension Chip {
  /// Adds up the dies that count.
  public var applicableDieArea: ApplicableDieArea {
    if nonPlanar == .no { return .notApplicable }
    let counted = dies.filter { $0.role != .memory }
    if counted.isEmpty { return .unknown("no die area has been published that could be verified") }
    if let die = counted.first(where: { $0.nonPlanar == .unknown }) {
      return .unknown("whether the die \(die.name) is non-planar is not known")
    }
    let names = counted.filter { $0.nonPlanar == .yes }.map(\.name).uniqued
    let areas = names.compactMap { name in
      SourcedValue.chosen(
        from: counted.filter { $0.name == name }.map { die in
          SourcedValue(
            value: die.areaMM2.value * Double(die.count), unit: "mm²", source: die.areaMM2.source,
            grade: die.areaMM2.grade, asOf: nil, note: die.areaMM2.note)
        })
    }
    return SourcedValue.sum(areas).map(ApplicableDieArea.known) ?? .notApplicable
  }
}
