import Rating

extension Trace.Node {
  /// What would settle an unknown outcome: the tests below it that are open, with their numbers; empty for any other.
  var openTests: [String] {
    open { node in node.limb?.flip ?? node.place?.flip ?? node.fact.map { "\($0.fact.label): \($0.flip)" } }
  }

  /// What is not known that leaves the outcome unknown, in short: "the die area is not given"; empty for any other.
  public var openInputs: [String] {
    open { node in node.limb?.openInput ?? node.place?.openInput ?? node.fact?.openInput }
  }

  private func open(_ text: (Trace.Node) -> String?) -> [String] {
    guard outcome == .unknown else { return [] }
    if let own = text(self) { return [own] }
    if kind == .limb { return [title] }
    var seen: Set<String> = []
    return children.flatMap { $0.open(text) }.filter { seen.insert($0).inserted }
  }
}

extension Trace.Limb {
  fileprivate var openInput: String {
    guard let operand else {
      return quantity == .performanceDensity && tpp != nil
        ? "the applicable die area is not given" : "the \(quantity.label) is not given"
    }
    return switch operand.extent {
    case .exact: "the \(quantity.label) is open"
    case .atLeast: "a lower bound of the \(quantity.label) proves nothing below a line"
    case .upTo: "the interval of the \(quantity.label) crosses a line"
    }
  }
}

extension Trace.PlaceFinding {
  fileprivate var openInput: String { "the \(party.rawValue) is not given" }
}

extension Trace.FactTest {
  fileprivate var openInput: String { "'\(fact.label)' is not answered" }
}
