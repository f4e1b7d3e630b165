import ChipDB
import Rating

/// Which figure of which chips is followed, and as of when.
public struct TrendQuestion: Sendable {
  /// What a chip would have to be allowed to count, such as not to be controlled for a destination.
  public struct Condition: Sendable {
    /// In words, after "only chips that ".
    public let words: String
    public let outcome: @Sendable (Chip) throws -> Outcome

    public init(words: String, outcome: @escaping @Sendable (Chip) throws -> Outcome) {
      self.words = words
      self.outcome = outcome
    }
  }

  public var quantity: TrendQuantity
  public var selection: TrendSelection
  /// The chips that may count.
  public var filter: ChipFilter
  /// What else they have to meet; chips of which it is not known do not count, and are named.
  public var condition: Condition?
  /// The ids of chips that do not count.
  public var leftOut: Set<String>
  /// Chips released later are not known yet.
  public var knownBy: CalendarDate
  public var tf32Reading: TF32Reading

  public init(
    _ quantity: TrendQuantity, _ selection: TrendSelection, filter: ChipFilter = ChipFilter(),
    condition: Condition? = nil, leftOut: Set<String> = [], knownBy: CalendarDate, tf32Reading: TF32Reading
  ) {
    self.quantity = quantity
    self.selection = selection
    self.filter = filter
    self.condition = condition
    self.leftOut = leftOut
    self.knownBy = knownBy
    self.tf32Reading = tf32Reading
  }

  /// The same chips with another figure.
  public func about(_ quantity: TrendQuantity) -> TrendQuestion {
    var question = self
    question.quantity = quantity
    return question
  }

  /// "TPP of the running maximum, of vendors in CN, known by 2026-11-24".
  public var words: String {
    var words = "\(quantity.label) of \(selection.words)"
    if let vendor = filter.vendor { words += ", of \(vendor)" }
    if let country = filter.country { words += ", of vendors in \(country)" }
    return words + otherWords
  }

  /// Which chips count, apart from figure, selection, vendor and country: ", for data centres, known by 2026-11-24".
  public var otherWords: String {
    var words = ""
    if let kind = filter.kind { words += ", kind \(kind.rawValue)" }
    switch filter.dataCentre {
    case .yes: words += ", for data centres"
    case .no: words += ", not for data centres"
    case .unknown, nil: break
    }
    for condition in filter.conditions { words += ", \(condition)" }
    if let condition { words += ", that \(condition.words)" }
    if let from = filter.from { words += ", since \(from)" }
    if let to = filter.to { words += ", until \(to)" }
    if !leftOut.isEmpty { words += ", without \(leftOut.sorted().joined(separator: ", "))" }
    return words + ", known by \(knownBy)"
  }
}
