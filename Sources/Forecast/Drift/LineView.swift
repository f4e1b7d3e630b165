/// In what the worth of a line is told.
public enum LineView: String, CaseIterable, Codable, Sendable {
  /// How many of the best chips it holds, or takes.
  case chips
  /// Which share of the best chip, or of the largest training run, it is.
  case share
  /// What chips for it cost.
  case cost
  /// What chips for it draw.
  case power
  /// How long a training takes on the chips that it holds.
  case trainDays = "train-days"
  /// What it is in compute of the day on which it was written, with the progress of algorithms.
  case effective

  public var title: String {
    switch self {
    case .chips: "frontier chips"
    case .share: "share of the frontier"
    case .cost: "dollars"
    case .power: "megawatts"
    case .trainDays: "days of training"
    case .effective: "effective compute"
    }
  }
}
