import Rating
import Rulebook

/// Legal quantities in units of a rated item: a host, a device, the devices of a package.
struct ItemThresholds {
  let rulebook: Rulebook
  let choices: RatingAssembler.Choices
  /// What the item is called in a sentence: "this host".
  let item: String
  let demonstrated: PerformanceRating
  /// The theoretical peak, by derived or by declared figures: what the law counts.
  let peak: PerformanceRating

  /// One legal quantity in units of the item.
  struct Finding {
    let allowance: Allowance
    /// How many of the item fit under an upper bound, or reach a line: by demonstrated TPP, or for a training run by the
    /// peak at the chosen utilisation; `nil` where nothing was demonstrated.
    let count: Double?
    /// The same by the peak, where it is known.
    let countByPeak: Double?
    let sentence: String
  }

  var findings: [Finding] {
    rulebook.allowances(on: choices.date).compactMap { allowance in
      switch allowance.quantity {
      case .trainingOperations: choices.training.map { training(allowance, $0) }
      case .tpp: quantity(allowance)
      default: nil
      }
    }
  }

  /// How many items an allowance in TPP covers, or how many it takes to reach a line in TPP, by demonstrated TPP and by
  /// the peak: the law counts the theoretical peak, of which the measurement is a lower bound.
  private func quantity(_ allowance: Allowance) -> Finding {
    guard let tpp = demonstrated.tpp, tpp > 0 else {
      return Finding(
        allowance: allowance, count: nil, countByPeak: nil, sentence: "no demonstrated TPP to divide by")
    }
    let count = allowance.comparison.wholeUnits(of: tpp, against: allowance.value)
    let byPeak = peak.tpp.map { allowance.comparison.wholeUnits(of: $0, against: allowance.value) }
    return Finding(
      allowance: allowance, count: count, countByPeak: byPeak,
      sentence: "\(NumberFormat.whole(count)) of \(item) = one \(allowance.shortTitle), by demonstrated TPP"
        + (byPeak.map { " (\(NumberFormat.whole($0)) by \(peak.evidence.rawValue) TPP)" } ?? ""))
  }

  /// How many items, running for the chosen time, perform a number of operations:
  /// items = operations / (peak TOP/s · 10^12 · MFU · seconds).
  private func training(_ allowance: Allowance, _ run: RatingAssembler.Choices.Training) -> Finding {
    guard let measured = trainingRow else {
      return Finding(
        allowance: allowance, count: nil, countByPeak: nil,
        sentence: "no demonstrated 16-bit or FP32 rate to train with")
    }
    let peak = peak.rows.first { $0.precision == measured.precision }
    let tops = (peak ?? measured).tops
    let count = allowance.comparison.wholeUnits(
      of: tops * 1e12 * run.utilisation * run.days * 86_400, against: allowance.value)
    return Finding(
      allowance: allowance, count: count, countByPeak: peak == nil ? nil : count,
      sentence: "\(NumberFormat.whole(count)) of \(item) for \(NumberFormat.exact(run.days)) days at "
        + "\(NumberFormat.exact(run.utilisation * 100)) % MFU of the \(measured.precision.label) "
        + "\(peak == nil ? "rate measured (no peak is known)" : "peak") = \(allowance.comparison.words) "
        + "\(NumberFormat.number(allowance.value)) FLOP")
  }

  /// The rate that training is reckoned with: the faster 16-bit one, or FP32 where there is none.
  private var trainingRow: PerformanceRating.Row? {
    demonstrated.bestTops(among: [.bf16, .fp16]) ?? demonstrated.bestTops(among: [.fp32])
  }
}

extension Allowance {
  /// The title up to its explanation.
  fileprivate var shortTitle: String { String(title.prefix { $0 != ":" }) }
}
