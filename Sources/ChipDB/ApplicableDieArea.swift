import Rating

/// The die area that performance density divides by (ECCN 3A090, technical note): all logic dies made on a
/// node with non-planar transistors, I/O dies and caches included, separate memory stacks not.
public enum ApplicableDieArea: Equatable, Sendable {
  /// In mm²; as trustworthy as the worst of its dies.
  case known(SourcedValue)
  /// All dies are planar: none counts, and there is no density.
  case notApplicable
  /// The reason why it cannot be told.
  case unknown(String)

  /// The area in mm² where it is known.
  public var mm2: Double? {
    if case .known(let area) = self { area.value } else { nil }
  }

  /// The area with its source and grade where it is known.
  public var sourced: SourcedValue? {
    if case .known(let area) = self { area } else { nil }
  }
}

extension Chip {
  /// The sum of count × area over the logic and I/O dies that are non-planar.
  public var applicableDieArea: ApplicableDieArea { applicableDieArea(of: [.logic, .io]) }

  /// The sum of count × area over the non-planar dies of some roles: with logic dies alone, what a count that leaves
  /// out the I/O dies would divide by.
  public func applicableDieArea(of roles: Set<Die.Role>) -> ApplicableDieArea {
    let chosen = chosenDies(roles)
    if chosen.isEmpty {
      return nonPlanar == .no ? .notApplicable : .unknown("no source for the area of its dies is known")
    }
    if let die = chosen.first(where: { $0.die.nonPlanar == .unknown }) {
      return .unknown("whether the die \(die.die.name) is non-planar is not known")
    }
    let areas = chosen.filter { $0.die.nonPlanar == .yes }.map(\.area)
    return SourcedValue.sum(areas).map(ApplicableDieArea.known) ?? .notApplicable
  }

  /// The dies of some roles, each as its best source tells, with the area of all of its kind.
  func chosenDies(_ roles: Set<Die.Role>) -> [(die: Die, area: SourcedValue)] {
    let counted = dies.filter { roles.contains($0.role) }
    return counted.map(\.name).uniqued.compactMap { name in
      let told = counted.filter { $0.name == name }.map { (die: $0, area: $0.areaMM2.times($0.count)) }
      return told.min { $0.area.isChosen(before: $1.area) }.flatMap { best in
        SourcedValue.chosen(from: told.map(\.area)).map { (best.die, $0) }
      }
    }
  }
}
