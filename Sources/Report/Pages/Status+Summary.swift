import Rating
import Rulebook

extension Status {
  /// "codified yes, enforced no": the two are never merged.
  var summary: String { "codified \(codified.value.rawValue), enforced \(enforced.value.rawValue)" }
}
