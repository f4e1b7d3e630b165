import Measurement
import Rating
import Rulebook

/// Legal quantities in units of the rated host.
struct HostThresholds {
  let rulebook: Rulebook
  let choices: RatingAssembler.Choices
  let demonstrated: PerformanceRating
  let derived: PerformanceRating

  var comparisons: [RatingReport.ThresholdComparison] {
    rulebook.allowances(on: choices.date).compactMap { allowance in
      switch allowance.quantity {
      case .trainingOperations: choices.training.map { training(allowance, $0) }
      case .tpp: quantity(allowance)
      default: nil
      }
    }
  }

  /// How many hosts an allowance in TPP covers, or how many it takes to reach a line in TPP, by demonstrated TPP
  /// and by derived TPP: the law counts the theoretical peak, of which the measurement is a lower bound.
  private func quantity(_ allowance: Allowance) -> RatingReport.ThresholdComparison {
    guard let tpp = demonstrated.tpp, tpp > 0 else {
      return comparison(allowance, hosts: nil, byPeak: nil, "no demonstrated TPP to divide by")
    }
    let hosts = allowance.comparison.wholeUnits(of: tpp, against: allowance.value)
    let byPeak = derived.tpp.map { allowance.comparison.wholeUnits(of: $0, against: allowance.value) }
    return comparison(
      allowance, hosts: hosts, byPeak: byPeak,
      "\(NumberFormat.whole(hosts)) of this host = one \(allowance.shortTitle), by demonstrated TPP"
        + (byPeak.map { " (\(NumberFormat.whole($0)) by derived TPP)" } ?? ""))
  }

  /// How many hosts, running for the chosen time, perform a number of operations:
  /// hosts = operations / (peak TOP/s · 10^12 · MFU · seconds).
  private func training(
    _ allowance: Allowance, _ run: RatingAssembler.Choices.Training
  ) -> RatingReport.ThresholdComparison {
    guard let measured = trainingRow else {
      return comparison(
        allowance, hosts: nil, byPeak: nil, "no demonstrated 16-bit or FP32 rate to train with")
    }
    let peak = derived.rows.first { $0.precision == measured.precision }
    let tops = (peak ?? measured).tops
    let hosts = allowance.comparison.wholeUnits(
      of: tops * 1e12 * run.utilisation * run.days * 86_400, against: allowance.value)
    return comparison(
      allowance, hosts: hosts, byPeak: peak == nil ? nil : hosts,
      "\(NumberFormat.whole(hosts)) of this host for \(NumberFormat.exact(run.days)) days at "
        + "\(NumberFormat.exact(run.utilisation * 100)) % MFU of the \(measured.precision.label) "
        + "\(peak == nil ? "rate measured (no peak is known)" : "peak") = \(allowance.comparison.words) "
        + "\(NumberFormat.number(allowance.value)) FLOP")
  }

  /// The rate that training is reckoned with: the faster 16-bit one, or FP32 where there is none.
  private var trainingRow: PerformanceRating.Row? {
    demonstrated.bestTops(among: [.bf16, .fp16]) ?? demonstrated.bestTops(among: [.fp32])
  }

  private func comparison(
    _ allowance: Allowance, hosts: Double?, byPeak: Double?, _ sentence: String
  ) -> RatingReport.ThresholdComparison {
    .init(
      instrument: allowance.instrument, id: allowance.id, title: allowance.title,
      comparison: allowance.comparison, value: allowance.value, unit: allowance.unit, hosts: hosts,
      hostsByPeak: byPeak,
      sentence: sentence, citation: allowance.reference, status: allowance.status.summary)
  }
}

extension Allowance {
  /// The title up to its explanation.
  fileprivate var shortTitle: String { String(title.prefix { $0 != ":" }) }
}
