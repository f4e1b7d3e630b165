/// The strictness of a limb, stored as the legal text has it.
public enum Comparison: String, CaseIterable, Codable, Sendable {
  case atLeast = ">="
  case moreThan = ">"
  case atMost = "<="
  case lessThan = "<"

  /// The sign for print: ≥, >, ≤ or <.
  public var symbol: String {
    switch self {
    case .atLeast: "≥"
    case .moreThan: ">"
    case .atMost: "≤"
    case .lessThan: "<"
    }
  }

  /// The comparison in words, before a number: "at least".
  public var words: String {
    switch self {
    case .atLeast: "at least"
    case .moreThan: "more than"
    case .atMost: "at most"
    case .lessThan: "less than"
    }
  }

  /// The comparison that is true exactly where this one is false.
  public var negated: Comparison {
    switch self {
    case .atLeast: .lessThan
    case .moreThan: .atMost
    case .atMost: .moreThan
    case .lessThan: .atLeast
    }
  }

  /// Whether the relation holds; both numbers must be finite and in the same unit.
  public func holds(_ value: Double, _ threshold: Double) -> Bool {
    switch self {
    case .atLeast: value >= threshold
    case .moreThan: value > threshold
    case .atMost: value <= threshold
    case .lessThan: value < threshold
    }
  }
}
