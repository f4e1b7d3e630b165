import Rating
import Rulebook

/// A trace as indented lines: each limb with its operand, threshold, citation and what would change it.
struct TraceText {
  private let trace: Trace

  init(_ trace: Trace) { self.trace = trace }

  var lines: [(depth: Int, text: String)] { Self.lines(trace, depth: 0) }

  private static func lines(_ trace: Trace, depth: Int) -> [(depth: Int, text: String)] {
    [(depth, "\(trace.outcome.rawValue): \(text(trace))")]
      + (trace.limb.map { limb in limb.flips.map { (depth + 1, text($0)) } } ?? [])
      + trace.children.flatMap { lines($0, depth: depth + 1) }
  }

  private static func text(_ trace: Trace) -> String {
    guard let limb = trace.limb else { return trace.title }
    let operand = limb.operand.map { "\(NumberFormat.number($0.value))" } ?? "unknown"
    return
      "\(limb.quantity.label) \(operand) \(limb.comparison.rawValue) \(NumberFormat.number(limb.threshold)) "
      + "\(limb.unit) [\(limb.reference)]"
  }

  private static func text(_ flip: Trace.Flip) -> String {
    let change = flip.difference.map { difference in
      difference == 0
        ? " (just there)"
        : " (\(NumberFormat.number(difference.magnitude)) \(difference > 0 ? "more" : "less"))"
    }
    return "would be \(flip.outcome.rawValue) with \(flip.figure) \(flip.comparison.rawValue) "
      + "\(NumberFormat.number(flip.value)) \(flip.unit)\(change ?? "")"
  }
}
