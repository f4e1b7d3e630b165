import Rating

/// What the rules say of a chip that goes to a destination, and to whom, within one span of time.
public struct ShipmentClass: Sendable {
  /// Whether the item is of the class whose TPP are added up.
  public let counts: Outcome
  /// Whether the item is of that class under the text of the instrument itself, also on a day before it: what a family
  /// came to own then counts among its compute.
  public let isOwnedClass: Outcome
  /// Whether a licence requirement reaches the shipment.
  public let isControlled: Outcome
  /// By position in `Route.allCases`: whether the route is open to the shipment.
  let open: PackedOutcomes
  /// By position in `Route.allCases`: whether the item may take the route, wherever it goes.
  let takes: PackedOutcomes
  /// By position in the rules' shares: whether the share bounds the recipient.
  let shares: PackedOutcomes
  /// By position in the rules' limits: whether the limit is about shipments to this destination and recipient at all.
  let limits: PackedOutcomes

  /// Whether a route is open to the shipment.
  public func isOpen(_ route: Route) -> Outcome { open[route.position] }

  /// Whether the item may take a route, wherever it goes.
  func takes(_ route: Route) -> Outcome { takes[route.position] }

  /// The class in words.
  public struct Words: Sendable {
    /// The paragraphs of control that are met and reach the shipment.
    public let paragraphs: [String]
    /// Why an outcome is unknown; `nil` where both are known.
    public let reason: String?
  }
}

/// Up to sixteen outcomes in four bytes, so that a class can be copied for each of millions of lines.
struct PackedOutcomes: Sendable {
  private var bits: UInt32 = 0

  init(_ outcomes: some Sequence<Outcome>) {
    for (position, outcome) in outcomes.enumerated() {
      precondition(position < 16)
      let code: UInt32 =
        switch outcome {
        case .yes: 1
        case .no: 2
        case .unknown: 0
        }
      bits |= code << UInt32(2 * position)
    }
  }

  subscript(position: Int) -> Outcome {
    switch bits >> UInt32(2 * position) & 3 {
    case 1: .yes
    case 2: .no
    default: .unknown
    }
  }
}

extension Route {
  /// The position in `allCases`.
  var position: Int {
    switch self {
    case .lpp: 0
    case .allocation: 1
    case .uveu: 2
    case .nveu: 3
    case .aia: 4
    case .acm: 5
    case .licence: 6
    }
  }
}
