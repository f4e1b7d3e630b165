/// A rule by which a line would follow something, instead of standing still.
///
/// Formulas: trends and threshold updating, with T0 the line on the day t0 on which it was written.
public enum IndexRule: String, CaseIterable, Codable, Sendable {
  case frontierChip = "R1"
  case cost = "R2"
  case energy = "R3"
  case rank = "R4"
  case capability = "R5"
  case largestRun = "R6"
  case stockShare = "R7"
  case erosion = "R8"

  /// Which way the line goes as hardware and algorithms advance.
  public enum Direction: String, Codable, Sendable {
    case up, down, either
    case still
  }

  public var title: String {
    switch self {
    case .frontierChip: "constant ratio to the frontier chip"
    case .cost: "constant cost"
    case .energy: "constant energy"
    case .rank: "constant rank"
    case .capability: "constant capability"
    case .largestRun: "relation to the largest training"
    case .stockShare: "constant share of the stock"
    case .erosion: "no change of the law: what it holds erodes"
    }
  }

  public var formula: String {
    switch self {
    case .frontierChip: "T = T0 × best chip of the day ÷ best chip of the day it was written"
    case .cost: "T = T0 × g^years, g the yearly growth of performance per dollar"
    case .energy: "T = T0 × g^years, g the yearly growth of performance per watt"
    case .rank:
      "T = T0 × g^years, g the yearly growth of the quantile that the line was at among those of the two years before"
    case .capability: "T = T0 ÷ g^years, g the yearly progress of algorithms"
    case .largestRun: "T = largest training of the day ÷ 10^k"
    case .stockShare: "T = T0 × g^years, g the yearly growth of the stock of chips"
    case .erosion: "n = line ÷ best chip of the day"
    }
  }

  public var direction: Direction {
    switch self {
    case .frontierChip, .cost, .energy, .largestRun, .stockShare: .up
    case .rank: .either
    case .capability: .down
    case .erosion: .still
    }
  }

  /// Why it says nothing of what a line bears on; `nil` where it does.
  public func misfit(_ bearing: ThresholdLine.Bearing) -> String? {
    switch (self, bearing) {
    case (.frontierChip, .chip), (.frontierChip, .stock), (.cost, .chip), (.cost, .stock), (.energy, .chip),
      (.energy, .stock), (.rank, .chip), (.rank, .training), (.capability, .training),
      (.largestRun, .training), (.stockShare, .stock), (.erosion, .chip), (.erosion, .stock):
      nil
    case (.frontierChip, .training), (.cost, .training), (.energy, .training), (.stockShare, .training),
      (.erosion, .training):
      "hardware grows, and lines for chips with it; how many operations a capability takes falls with algorithms "
        + "(R5), and how many the largest training takes is told by R6"
    case (.capability, .chip), (.capability, .stock), (.largestRun, .chip), (.largestRun, .stock):
      "it follows operations of trainings, and the line is in TPP of chips"
    case (.rank, .stock): "chips added up have no rank among chips"
    case (.stockShare, .chip): "one chip is no share of a stock"
    }
  }
}
