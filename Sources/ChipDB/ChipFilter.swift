import Rating

/// Which chips to list, and in which order.
public struct ChipFilter: Sendable {
  public enum Order: String, CaseIterable, Sendable {
    /// By vendor, then by name.
    case name
    /// The newest first.
    case released
    /// The highest declared TPP first.
    case tpp
  }

  /// A part of the vendor's name; case does not count.
  public var vendor: String?
  /// ISO 3166 alpha-2; case does not count.
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
  /// - Parameter tf32Reading: the reading that TPP is sorted under.
  public func apply(to chips: [Chip], tf32Reading: TF32Reading) -> [Chip] {
    let wantedVendor = vendor?.lowercased()
    let wantedCountry = country?.lowercased()
    let matching = chips.filter { chip in
      (wantedVendor.map { chip.vendor.lowercased().contains($0) } ?? true)
        && (wantedCountry.map { chip.country.lowercased() == $0 } ?? true)
        && (kind.map { chip.kind == $0 } ?? true)
    }
    switch order {
    case .name:
      return matching.sorted { ($0.vendor, $0.name, $0.id) < ($1.vendor, $1.name, $1.id) }
    case .released:
      return Self.descending(matching) { $0.released }
    case .tpp:
      return Self.descending(matching) { $0.rating(tf32Reading: tf32Reading).tpp }
    }
  }

  /// Sorts by a key that is computed once a chip: the highest first, unknown last, ties by id.
  private static func descending<Key: Comparable>(_ chips: [Chip], _ key: (Chip) -> Key?) -> [Chip] {
    chips.map { (chip: $0, key: key($0)) }.sorted { a, b in
      if a.key == b.key { return a.chip.id < b.chip.id }
      guard let aKey = a.key, let bKey = b.key else { return a.key != nil }
      return aKey > bKey
    }.map(\.chip)
  }
}
