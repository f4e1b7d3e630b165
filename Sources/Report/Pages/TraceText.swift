import Rating
import Rulebook

/// A trace as indented lines: each limb with its operand, threshold, citation and what would change it.
struct TraceText {
  private let trace: Trace

  init(_ trace: Trace) { self.trace = trace }

  var lines: [(depth: Int, text: String)] { Self.lines(trace.root, depth: 0) }

  private static func lines(_ node: Trace.Node, depth: Int) -> [(depth: Int, text: String)] {
    let flip = (node.limb?.flip ?? node.fact?.flip ?? node.place?.flip).map { [(depth + 1, $0)] } ?? []
    // Another paragraph's working stands in its own section.
    let children = node.kind == .paragraph ? [] : node.children
    return [(depth, "\(node.outcome.rawValue): \(text(node))")] + flip
      + children.flatMap { lines($0, depth: depth + 1) }
  }

  private static func text(_ node: Trace.Node) -> String {
    if let place = node.place {
      let country = place.country.map { code in
        "\(code)\(place.groups.isEmpty ? "" : " (\(place.groups.joined(separator: ", ")))")"
      }
      return "\(place.party.rawValue) \(country ?? "not given"): \(node.title)"
    }
    guard let limb = node.limb else { return node.title }
    let operand =
      limb.operand.map { operand in
        operand.text
          + (operand.published.map {
            " (published: \(NumberFormat.number($0.lowerBound)) to \(NumberFormat.number($0.upperBound)))"
          } ?? "")
      } ?? "unknown"
    return
      "\(limb.quantity.label) \(operand) \(limb.comparison.symbol) \(NumberFormat.number(limb.threshold.value)) "
      + "\(limb.threshold.unit) [\(limb.threshold.reference)]"
  }
}

extension Operand {
  /// The figure as far as it is known: "4,800", "at least 6.107 (demonstrated)", "4,500 to 5,000".
  var text: String {
    switch extent {
    case .exact: NumberFormat.number(value)
    case .atLeast: "at least \(NumberFormat.number(value)) (\(evidence?.rawValue ?? "lower bound"))"
    case .upTo(let high): "\(NumberFormat.number(value)) to \(NumberFormat.number(high))"
    }
  }
}
