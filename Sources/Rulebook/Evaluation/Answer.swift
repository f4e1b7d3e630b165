import Rating

/// What the rules of a day say about an item and a transaction under one standing, and under that alone.
public struct Answer: Sendable {
  public let standing: Standing
  public let reach: Reach
  private let day: DayRules
  private let items: ItemFindings

  init(day: DayRules, items: ItemFindings, reach: Reach, standing: Standing) {
    self.day = day
    self.items = items
    self.reach = reach
    self.standing = standing
  }

  /// The findings about the item that may have this standing, in the order of the files. Under `announced` those that
  /// have no other.
  public var findings: [Finding] { positions.map { items.findings[$0] } }

  /// The paragraphs that may have this standing, in the order of the files.
  public var paragraphs: [ParagraphAnswer] { positions.map(paragraph) }

  /// Whether any paragraph of control is met, reaches the transaction and has the standing.
  public var isControlled: Outcome { items.isControlled(reach, under: standing) }

  /// The outcome of a paragraph; `nil` if it is not in force or does not test the item.
  public func outcome(_ instrument: String, _ paragraph: String) -> Outcome? {
    items.findings.firstIndex { $0.instrument == instrument && $0.paragraph == paragraph }.map(outcome)
  }

  private var positions: [Int] {
    items.findings.indices.filter { items.findings[$0].status.holds(standing) != .no }
  }

  private func outcome(_ position: Int) -> Outcome {
    let finding = items.findings[position]
    return .all([
      finding.status.holds(standing), finding.outcome,
      reach.outcome(items.entries[position], under: standing),
    ])
  }

  private func paragraph(_ position: Int) -> ParagraphAnswer {
    let finding = items.findings[position]
    let found = reach.finding(items.entries[position], under: standing)
    let outcome = outcome(position)
    return ParagraphAnswer(
      instrument: finding.instrument, paragraph: finding.paragraph, effect: finding.effect, outcome: outcome,
      standing: finding.status.holds(standing), item: finding.outcome, reach: found,
      reason: outcome == .unknown
        ? open(finding, found, tests: \.openTests).joined(separator: "; ") : nil,
      open: outcome == .unknown ? open(finding, found, tests: \.openInputs) : [])
  }

  private func open(
    _ finding: Finding, _ found: ReachFinding?, tests: (Trace.Node) -> [String]
  ) -> [String] {
    var reasons: [String] = []
    if finding.status.holds(standing) == .unknown {
      reasons.append("whether it is \(standing.rawValue) on \(day.date) is not known")
    }
    if finding.outcome == .unknown { reasons += tests(finding.trace.root) }
    if let found {
      if found.outcome == .unknown { reasons += tests(found.trace.root) }
    } else if finding.kind.movesGoods {
      reasons.append("which destinations it reaches is not modelled")
    }
    return reasons
  }
}

extension Instrument.Kind {
  /// Whether paragraphs of this kind are about goods that go from one place to another.
  var movesGoods: Bool {
    switch self {
    case .item, .memory, .fabrication, .computer: true
    case .allowance, .training, .cluster: false
    }
  }
}
