import ChipDB
import Rating

/// A step of a conversion as a line: "TPP of all: 50,000 chips × 15,832 TPP = 791,600,000 TPP".
struct StepText {
  private let step: ConversionStep

  init(_ step: ConversionStep) { self.step = step }

  /// Without the sources.
  var working: String { line { $0.text } }

  /// With source, grade, evidence and date of each operand, and the interval of the result.
  var sourced: String {
    line { $0.text + $0.origin }
      + (step.bounded.isDisputed ? " (by the sources \(step.bounded.intervalText))" : "")
  }

  private func line(_ text: (ConversionStep.Term) -> String) -> String {
    let formula = step.terms.map { term in
      (term.operation.map { "\($0.symbol) " } ?? "") + text(term)
    }.joined(separator: " ")
    return "\(step.label): \(formula) = \(NumberFormat.number(step.value)) \(step.unit)"
  }
}

extension ConversionStep.Term {
  fileprivate var text: String {
    let isCarriedOver = operation == nil && source == nil && value != value.rounded()
    let isPlain = value.magnitude >= 1e-4 && !isCarriedOver
    return "\(isPlain ? NumberFormat.exact(value) : NumberFormat.number(value)) \(unit)"
  }

  /// " (nvidia-h100-spec, primary, declared, 2026-04-27)", or nothing.
  fileprivate var origin: String {
    let parts = [source, grade?.rawValue, evidence?.rawValue, asOf?.description, isOwn ? "own" : nil]
    let known = parts.compactMap { $0 }
    return known.isEmpty ? "" : " (\(known.joined(separator: ", ")))"
  }
}
