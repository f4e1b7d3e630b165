/// Which points of a series a fit takes.
public enum TrendSelection: Hashable, Sendable, Codable, LosslessStringConvertible {
  /// Every chip.
  case all
  /// Those that were, when they came out, better than every chip before: the running maximum.
  case frontier
  /// Those that were among the best `k` when they came out.
  case top(Int)

  public var description: String {
    switch self {
    case .all: "all"
    case .frontier: "frontier"
    case .top(let k): "top-\(k)"
    }
  }

  public var words: String {
    switch self {
    case .all: "all chips"
    case .frontier: "the running maximum"
    case .top(let k): "the best \(k) at release"
    }
  }

  /// Reads "all", "frontier", "top-3".
  public init?(_ text: String) {
    switch text {
    case "all": self = .all
    case "frontier": self = .frontier
    default:
      let prefix = "top-"
      guard text.hasPrefix(prefix), let k = Int(text.dropFirst(prefix.count)), k > 0,
        text == "top-\(k)"
      else { return nil }
      self = .top(k)
    }
  }

  /// How many of the best of the past a point has to beat one of; `nil` where all count.
  var places: Int? {
    switch self {
    case .all: nil
    case .frontier: 1
    case .top(let k): k
    }
  }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let selection = TrendSelection(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no selection"))
    }
    self = selection
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Tells, point by point in the order of their days, whether a value is among the best so far.
struct RunningBest {
  private let places: Int
  /// At most `places` values, the highest first.
  private var best: [Double] = []

  /// - Parameter places: how many best there are.
  init(places: Int) {
    self.places = places
    best.reserveCapacity(places + 1)
  }

  /// Whether the value enters the list; one that equals the last of a full list does not. Points of one day have to come
  /// from the highest.
  mutating func enters(_ value: Double) -> Bool {
    if best.count == places, value <= best[places - 1] { return false }
    best.insert(value, at: best.firstIndex { $0 < value } ?? best.count)
    if best.count > places { best.removeLast() }
    return true
  }
}
