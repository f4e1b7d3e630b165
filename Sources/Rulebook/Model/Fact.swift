/// A yes-or-no property that a rule turns on and that no measurement can settle.
public enum Fact: String, CaseIterable, Codable, Hashable, Sendable, CodingKeyRepresentable {
  /// Designed or marketed for data centres (ECCN 3A090, note 2).
  case dataCentre = "data-centre"
  /// A central processing unit (S. 4456 leaves them out).
  case centralProcessor = "central-processor"
  /// First marketed after 1 January 2026 (S. 4456).
  case marketedAfter2025 = "marketed-after-2026-01-01"
  /// A logic integrated circuit made on the 16/14 nm node or below, or with non-planar transistors (ECCN 3A090, note 1).
  case advancedNode = "advanced-node"
  /// Contains high-bandwidth memory (ECCN 3A090, note 1).
  case containsHBM = "contains-hbm"
  /// An approved or authorised designer attests TPP and performance density below 3A090.a (ECCN 3A090, note 1.a).
  case attestedByDesigner = "attested-by-designer"
  /// Packaged by the fabricator outside Macau and D:5, or by an approved OSAT company (ECCN 3A090, notes 1.b and 1.c).
  case trustedPackaging = "trusted-packaging"
  /// The computer's processors work on vectors (technical note on adjusted peak performance).
  case vectorProcessor = "vector-processor"
  /// Trained primarily on biological sequence data (EO 14110 section 4.2(b)(i); 31 CFR 850.224(k)(2)).
  case biologicalSequenceData = "biological-sequence-data"
  /// In one data centre (EO 14110 section 4.2(b)(ii)).
  case oneDataCentre = "one-data-centre"
  /// The compute of the training cost more than 100 million dollars (SB 1047, RAISE as passed).
  case costAbove100Million = "training-cost-above-100-million-usd"

  /// The property in a sentence.
  public var label: String {
    switch self {
    case .dataCentre: "designed or marketed for data centres"
    case .centralProcessor: "a central processing unit"
    case .marketedAfter2025: "first marketed after 1 January 2026"
    case .advancedNode: "logic on the 16/14 nm node or below, or with non-planar transistors"
    case .containsHBM: "contains high-bandwidth memory"
    case .attestedByDesigner: "attested by an approved or authorised designer"
    case .trustedPackaging: "packaged outside Macau and D:5 by the fabricator, or by an approved OSAT company"
    case .vectorProcessor: "vector processors"
    case .biologicalSequenceData: "trained primarily on biological sequence data"
    case .oneDataCentre: "in one data centre"
    case .costAbove100Million: "trained for more than 100 million dollars of compute"
    }
  }
}
