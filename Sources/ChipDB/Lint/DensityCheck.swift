import Foundation
import Rating

/// What silicon of one node reaches in TPP/mm² spans less than an order of magnitude; the range is the database's own.
struct DensityCheck: LintCheck {
  /// Quartiles of fewer chips say little.
  static let fewestPeers = 8
  /// Designs of one node are compared over the years in which it is in use.
  static let years = 4
  /// Tukey's far fences: three interquartile ranges beyond a quartile (Exploratory Data Analysis, 1977).
  static let fences = 3.0

  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    guard let node = chip.nodeNM, let all = context.densities[node],
      let own = all.first(where: { $0.chip == chip.id })
    else { return [] }
    let peers = all.filter { $0.chip != chip.id && Self.isContemporary(own, $0) }
    guard peers.count >= Self.fewestPeers else { return [] }
    let logs = peers.map { log($0.value) }.sorted()
    let (low, high) = (Self.quantile(0.25, of: logs), Self.quantile(0.75, of: logs))
    let reach = Self.fences * (high - low)
    let value = log(own.value)
    guard value < low - reach || value > high + reach else { return [] }
    let isAbove = value > high
    return [
      LintFinding(
        .densityRange, isAbove ? .warning : .note, chip: chip.id,
        reason:
          "\(Figure(own.value)) TPP/mm² is far \(isAbove ? "above" : "below") the \(peers.count) chips of "
          + "\(Figure(node)) nm around it, half of which lie from \(Figure(exp(low))) to \(Figure(exp(high)))",
        places: [chip.place, context.engine.areas[chip.id]?.place]
          + (context.engine.ratings[chip.id]?.governing.map { [chip.declared($0.precision)?.place] } ?? []),
        remedy: "see the governing rate, and whether dies.csv holds all logic dies of the package")
    ]
  }

  private static func isContemporary(_ a: LintContext.Density, _ b: LintContext.Density) -> Bool {
    guard let first = a.released, let second = b.released else { return true }
    return abs(first.year - second.year) <= years
  }

  /// By linear interpolation between the two nearest of ascending values.
  static func quantile(_ share: Double, of ascending: [Double]) -> Double {
    guard let last = ascending.indices.last else { return .nan }
    let position = share * Double(last)
    let lower = Int(position)
    let upper = min(lower + 1, last)
    return ascending[lower] + (ascending[upper] - ascending[lower]) * (position - Double(lower))
  }
}
