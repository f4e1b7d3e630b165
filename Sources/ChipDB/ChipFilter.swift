import Rating

/// Which chips to list, and in which order.
public struct ChipFilter: Sendable {
  public enum Order: String, CaseIterable, Sendable {
    case name, released, tpp
  }

  public var vendor: String?
  /// ISO 3166 alpha-2.
  public var country: String?
  public var kind: Chip.Kind?
  public var order: Order

  public init(vendor: String? = nil, country: String? = nil, kind: Chip.Kind? = nil, order: Order = .name) {
    self.vendor = vendor
    self.country = country
    self.kind = kind
    self.order = order
  }

  /// The chips that match; unknown dates and ratings come last.
  public func apply(to chips: [Chip], tf32Reading: TF32Reading) -> [Chip] {
    let matching = chips.filter { chip in
      (vendor.map { chip.vendor.lowercased().contains($0.lowercased()) } ?? true)
        && (country.map { chip.country.lowercased() == $0.lowercased() } ?? true)
        && (kind.map { chip.kind == $0 } ?? true)
    }
    switch order {
    case .name:
      return matching.sorted { ($0.vendor, $0.name) < ($1.vendor, $1.name) }
    case .released:
      return matching.sorted {
        ($0.released?.description ?? "", $0.id) > ($1.released?.description ?? "", $1.id)
      }
    case .tpp:
      let rated = matching.map { (chip: $0, tpp: $0.rating(tf32Reading: tf32Reading).tpp ?? -1) }
      return rated.sorted { ($0.tpp, $1.chip.id) > ($1.tpp, $0.chip.id) }.map(\.chip)
    }
  }
}
