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
    var matching: [RatedChip] = []
    var undecided = ChipSelection.Undecided()
    var disputed: [String] = []
    for chip in chips {
      guard wantedVendor.map({ chip.vendor.lowercased().contains($0) }) ?? true,
        wantedCountry.map({ chip.country == $0 }) ?? true, kind.map({ chip.kind == $0 }) ?? true
      else { continue }
      let rated = RatedChip(chip, tf32Reading: tf32Reading)
      let answers = answers(for: rated)
      switch Outcome.all(answers.map(\.outcome)) {
      case .yes: matching.append(rated)
      case .no: break
      case .unknown: undecided.add(answers.filter { $0.outcome == .unknown }.map(\.of))
      }
      if isDisputed(rated, answers) { disputed.append(chip.id) }
    }
    let sorted = sorted(matching)
    return ChipSelection(
      rated: limit.map { Array(sorted.prefix($0)) } ?? sorted, matching: matching.count, undecided: undecided,
      disputed: disputed)
  }

  /// What is asked, in words, and the answer for a chip.
  private struct Answer {
    let of: String
    let outcome: Outcome
    var condition: ChipCondition?
  }

  private func answers(for rated: RatedChip) -> [Answer] {
    let chip = rated.chip
    var answers: [Answer] = []
    if from != nil || to != nil {
      let isWithin = chip.released.map { date in
        (from.map { date >= $0 } ?? true) && (to.map { date <= $0 } ?? true)
      }
      answers.append(Answer(of: "date of release", outcome: isWithin.map { Outcome($0) } ?? .unknown))
    }
    if let dataCentre {
      let isKnown = dataCentre == .unknown || chip.dataCentre != .unknown
      let outcome = isKnown ? Outcome(chip.dataCentre == dataCentre) : .unknown
      answers.append(Answer(of: "use in data centres", outcome: outcome))
    }
    return answers
      + conditions.map { Answer(of: $0.figure.label, outcome: $0.outcome(for: rated), condition: $0) }
  }

  /// Whether the chip is in or out only by which source is believed: all that does not hold is in dispute.
  private func isDisputed(_ rated: RatedChip, _ answers: [Answer]) -> Bool {
    let isOpen = answers.allSatisfy { answer in
      answer.outcome == .yes || answer.condition?.isDisputed(for: rated) ?? false
    }
    return isOpen && conditions.contains { $0.isDisputed(for: rated) }
  }

  private func sorted(_ chips: [RatedChip]) -> [RatedChip] {
    guard let order else {
      return chips.sorted { a, b in
        (a.chip.vendor, a.chip.name, a.chip.id) < (b.chip.vendor, b.chip.name, b.chip.id)
      }
    }
    let isDescending = order.isDescending ?? order.column.beginsWithHighest
    let keyed = chips.indices.map { index in
      (index: index, key: order.column.value(of: chips[index]), id: chips[index].chip.id)
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
