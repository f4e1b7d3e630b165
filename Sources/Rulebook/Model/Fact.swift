/// A yes-or-no property that a rule turns on and that no measurement can settle.
public enum Fact: String, CaseIterable, Codable, Hashable, Sendable {
  /// Designed or marketed for data centres (ECCN 3A090, note 2).
  case dataCentre = "data-centre"
  /// Trained primarily on biological sequence data (EO 14110 section 4.2(b)(i); 31 CFR 850.224(k)(2)).
  case biologicalSequenceData = "biological-sequence-data"

  /// The property in a sentence.
  public var label: String {
    switch self {
    case .dataCentre: "designed or marketed for data centres"
    case .biologicalSequenceData: "trained primarily on biological sequence data"
    }
  }
}
