import Rating
import Rulebook

extension Status {
  /// "codified yes, enforced no", or "announced, not law": the standings are never merged.
  var summary: String {
    isOnlyAnnounced && codified.value == .no
      ? "announced, not law" : "codified \(codified.value.rawValue), enforced \(enforced.value.rawValue)"
  }
}
