import ChipDB
import Rating
import Rulebook

/// A number of the law that paragraphs test chips against on a day, and the chips that lie near it.
public struct RuleLine: Encodable, Sendable {
  /// A chip within the distance asked about.
  public struct Neighbour: Encodable, Sendable {
    public let chip: String
    public let name: String
    public let vendor: String
    public let released: CalendarDate?
    /// Whether it was released on `countedFrom` of the line or later; unknown without a date.
    public let isReleasedAfter: Outcome
    public let margin: LineMargin

    /// Whether the reported figure lies below the line.
    public var isBelow: Bool { margin.distance.map { $0 < 0 } ?? false }
  }

  public let quantity: Quantity
  /// In `unit`.
  public let value: Double
  public let unit: String
  /// The first day of the number in any of the texts, without a break until the day asked about.
  public let since: CalendarDate
  /// The day from which releases count as later than the line: when the number was first made public, as far as the
  /// rule files say; `since` where they do not.
  public let countedFrom: CalendarDate
  /// Why it is that day, with the text that says so.
  public let countedFromReason: String
  /// The paragraphs that test it, each with its standing.
  public let paragraphs: [String]
  public let isSupposed: Bool
  /// The nearest first, on either side.
  public let neighbours: [Neighbour]

  /// How many of the neighbours lie below the line, and how many at or above it.
  public var count: (below: Int, above: Int) { Self.count(neighbours) }

  /// The same among those released since `countedFrom`.
  public var countSince: (below: Int, above: Int) {
    Self.count(neighbours.filter { $0.isReleasedAfter == .yes })
  }

  private static func count(_ neighbours: [Neighbour]) -> (below: Int, above: Int) {
    let below = neighbours.count { $0.isBelow }
    return (below, neighbours.count - below)
  }

  private enum CodingKeys: CodingKey {
    case quantity, value, unit, since, countedFrom, countedFromReason, paragraphs, isSupposed, neighbours,
      below, above, belowSince,
      aboveSince
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(quantity, forKey: .quantity)
    try container.encode(value, forKey: .value)
    try container.encode(unit, forKey: .unit)
    try container.encode(since, forKey: .since)
    try container.encode(countedFrom, forKey: .countedFrom)
    try container.encode(countedFromReason, forKey: .countedFromReason)
    try container.encode(paragraphs, forKey: .paragraphs)
    try container.encode(isSupposed, forKey: .isSupposed)
    try container.encode(neighbours, forKey: .neighbours)
    try container.encode(count.below, forKey: .below)
    try container.encode(count.above, forKey: .above)
    try container.encode(countSince.below, forKey: .belowSince)
    try container.encode(countSince.above, forKey: .aboveSince)
  }

  /// The lines of days' rules that are codified, enforced or only announced, by quantity and value.
  /// - Parameters:
  ///   - within: the greatest distance, as a share of the line.
  static func all(
    in days: [DayRules], chips: [(chip: Chip, subject: Subject)], within: Double
  ) -> [RuleLine] {
    var found: [Key: [Use]] = [:]
    for (key, use) in days.flatMap(uses) where found[key, default: []].allSatisfy({ $0.name != use.name }) {
      found[key, default: []].append(use)
    }
    return found.sorted { $0.key < $1.key }.map { key, uses in
      RuleLine(key, uses, chips: chips, within: within)
    }
  }

  private init(_ key: Key, _ uses: [Use], chips: [(chip: Chip, subject: Subject)], within: Double) {
    quantity = key.quantity
    value = key.value
    unit = key.quantity.unit
    since = uses.map(\.first.from).min() ?? uses[0].first.from
    let first = uses.map(\.first).min { $0.countedFrom < $1.countedFrom } ?? uses[0].first
    countedFrom = first.countedFrom
    countedFromReason = first.countedFromReason
    paragraphs = uses.map(\.name)
    isSupposed = uses.contains { $0.isSupposed }
    neighbours = chips.compactMap { chip, subject -> Neighbour? in
      guard let operand = subject.operands[key.quantity] else { return nil }
      let margin = LineMargin(
        quantity: key.quantity, comparison: .atLeast, line: key.value, unit: key.quantity.unit,
        reference: uses[0].reference, operand: operand)
      guard (operand.value / key.value - 1).magnitude <= within else { return nil }
      return Neighbour(
        chip: chip.id, name: chip.name, vendor: chip.vendor, released: chip.released,
        isReleasedAfter: chip.released.map { Outcome(first.countedFrom <= $0) } ?? .unknown, margin: margin)
    }.sorted {
      ($0.isBelow ? 0 : 1, abs($0.margin.distance ?? 0), $0.chip)
        < ($1.isBelow ? 0 : 1, abs($1.margin.distance ?? 0), $1.chip)
    }
  }

  private struct Key: Hashable, Comparable {
    let quantity: Quantity
    let value: Double

    static func < (a: Key, b: Key) -> Bool { (a.quantity.rawValue, a.value) < (b.quantity.rawValue, b.value) }
  }

  private struct Use {
    let name: String
    /// Where the number began, without a break until the day asked about.
    let first: DatedValue
    let reference: String
    let isSupposed: Bool
  }

  private static func uses(_ day: DayRules) -> [(Key, Use)] {
    day.entries.flatMap { entry -> [(Key, Use)] in
      let standings = Standing.allCases.filter { entry.status.holds($0) == .yes }
      guard !standings.isEmpty else { return [] }
      return entry.paragraph.condition.limbs.compactMap { limb in
        guard limb.weight == nil, limb.quantity.subjectKind == .item,
          let now = limb.parameter.value(on: day.date), let value = now.value
        else { return nil }
        let isSupposed = now.confidence == .whatIf
        let standing = isSupposed ? "what-if" : standings.map(\.rawValue).joined(separator: " and ")
        return (
          Key(quantity: limb.quantity, value: value),
          Use(
            name: "\(entry.paragraph.id) of \(entry.instrument.id) (\(standing))",
            first: limb.parameter.first(of: now), reference: now.reference, isSupposed: isSupposed)
        )
      }
    }
  }
}

extension DatedValue {
  fileprivate var countedFrom: CalendarDate { announced ?? from }

  fileprivate var countedFromReason: String {
    announced == nil
      ? "first day in force; the rule file does not say when it was made public [\(reference)]"
      : "made public, in force from \(from) [\(reference)]"
  }
}
