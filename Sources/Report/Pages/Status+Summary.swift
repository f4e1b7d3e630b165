import Rating
import Rulebook

extension Status {
  /// "codified yes, enforced no", "announced, not law", or "not in force, law from 2027-01-01": the standings are never merged.
  var summary: String {
    guard isOnlyAnnounced, codified.value == .no else {
      return "codified \(codified.value.rawValue), enforced \(enforced.value.rawValue)"
    }
    return codifiedFrom.map { "not in force, law from \($0)" } ?? "announced, not law"
  }
}
