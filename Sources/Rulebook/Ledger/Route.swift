/// The legal way by which a shipment goes.
public enum Route: String, CaseIterable, Codable, Sendable {
  /// Licence exception Low Processing Performance (15 CFR 740.29).
  case lpp
  /// A licence within the allocation of the destination (15 CFR 742.6(b)(10)(iii)).
  case allocation
  /// Authorisation of a universal validated end user (15 CFR 748.15).
  case uveu
  /// Authorisation of a national validated end user (15 CFR 748.15).
  case nveu
  /// Licence exception Artificial Intelligence Authorization (15 CFR 740.27).
  case aia
  /// Licence exception Advanced Compute Manufacturing (15 CFR 740.28).
  case acm
  /// A licence of its own, whatever the policy under which it was reviewed.
  case licence
}
