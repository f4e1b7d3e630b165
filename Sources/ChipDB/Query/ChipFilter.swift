import Rating

/// Which chips to list, and in which order.
public struct ChipFilter: Sendable {
  /// What a list is sorted by.
  public struct Order: Sendable {
    public var column: ChipColumn
    /// Whether the highest comes first; `nil` for what is usual: figures and dates from the highest, text from A.
    public var isDescending: Bool?

    public init(_ column: ChipColumn, isDescending: Bool? = nil) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// A part of the vendor's name; case does not count.
  public var vendor: String?
  /// ISO 3166 alpha-2; case does not count.
  public var country: String?
  public var kind: Chip.Kind?
  /// Released on this day or later.
  public var from: CalendarDate?
  /// Released on this day or earlier.
  public var to: CalendarDate?
  /// Whether it is designed or marketed for data centres; unknown matches only unknown.
  public var dataCentre: Outcome?
  /// All must hold.
  public var conditions: [ChipCondition]
  /// `nil` for the order by vendor, then by name.
  public var order: Order?
  /// How many chips at most.
  public var limit: Int?

  public init(
    vendor: String? = nil, country: String? = nil, kind: Chip.Kind? = nil, from: CalendarDate? = nil,
    to: CalendarDate? = nil, dataCentre: Outcome? = nil, conditions: [ChipCondition] = [],
    order: Order? = nil,
    limit: Int? = nil
  ) {
    self.vendor = vendor
    self.country = country
    self.kind = kind
    self.from = from
    self.to = to
    self.dataCentre = dataCentre
    self.conditions = conditions
    self.order = order
    self.limit = limit
  }

  /// The chips that match; what is unknown matches no condition and comes last in every order.
  /// - Parameter tf32Reading: the reading that TPP is taken under.
  public func apply(to chips: [Chip], tf32Reading: TF32Reading) -> ChipSelection {
    let wantedVendor = vendor?.lowercased()
    let wantedCountry = country?.uppercased()
    var matching: [Chip] = []
    var undecided = ChipSelection.Undecided()
    var disputed: [String] = []
    for chip in chips {
      guard wantedVendor.map({ chip.vendor.lowercased().contains($0) }) ?? true,
        wantedCountry.map({ chip.country == $0 }) ?? true, kind.map({ chip.kind == $0 }) ?? true
      else { continue }
      let answers = answers(for: chip, tf32Reading)
      switch Outcome.all(answers.map(\.outcome)) {
      case .yes: matching.append(chip)
      case .no: break
      case .unknown: undecided.add(answers.filter { $0.outcome == .unknown }.map(\.of))
      }
      if isDisputed(chip, tf32Reading) { disputed.append(chip.id) }
    }
    let sorted = sorted(matching, tf32Reading)
    return ChipSelection(
      chips: limit.map { Array(sorted.prefix($0)) } ?? sorted, matching: matching.count, undecided: undecided,
      disputed: disputed)
  }

  /// What each condition says of a chip, and what it asks for in words.
  private func answers(for chip: Chip, _ tf32Reading: TF32Reading) -> [(of: String, outcome: Outcome)] {
    var answers: [(of: String, outcome: Outcome)] = []
    if from != nil || to != nil {
      let isWithin = chip.released.map { date in
        (from.map { date >= $0 } ?? true) && (to.map { date <= $0 } ?? true)
      }
      answers.append(("date of release", isWithin.map { Outcome($0) } ?? .unknown))
    }
    if let dataCentre {
      let isKnown = dataCentre == .unknown || chip.dataCentre != .unknown
      answers.append(
        ("use in data centres", isKnown ? Outcome(chip.dataCentre == dataCentre) : .unknown))
    }
    return answers
      + conditions.map { ($0.figure.label, $0.outcome(for: chip, tf32Reading: tf32Reading)) }
  }

  /// Whether the chip is in or out only by which source is believed.
  private func isDisputed(_ chip: Chip, _ tf32Reading: TF32Reading) -> Bool {
    guard !conditions.isEmpty else { return false }
    let disputed = conditions.filter { $0.isDisputed(for: chip, tf32Reading: tf32Reading) }
    guard !disputed.isEmpty else { return false }
    var others = self
    others.conditions = conditions.filter { !disputed.contains($0) }
    return Outcome.all(others.answers(for: chip, tf32Reading).map(\.outcome)) == .yes
  }

  private func sorted(_ chips: [Chip], _ tf32Reading: TF32Reading) -> [Chip] {
    guard let order else {
      return chips.sorted { ($0.vendor, $0.name, $0.id) < ($1.vendor, $1.name, $1.id) }
    }
    let isDescending = order.isDescending ?? order.column.beginsWithHighest
    let keyed = chips.enumerated().map { index, chip in
      (index: index, key: order.column.value(of: chip, tf32Reading: tf32Reading), id: chip.id)
    }
    return keyed.sorted { a, b in
      if a.key == b.key { return a.id < b.id }
      switch (a.key, b.key) {
      case (.number(let x), .number(let y)): return isDescending ? x > y : x < y
      case (.text(let x), .text(let y)): return isDescending ? x > y : x < y
      default: return b.key == .unknown
      }
    }.map { chips[$0.index] }
  }
}
