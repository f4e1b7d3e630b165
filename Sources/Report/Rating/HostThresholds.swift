import Measurement
import Rating
import Rulebook

/// Legal quantities in units of the rated host.
struct HostThresholds {
  private let assembler: RatingAssembler
  private let demonstrated: PerformanceRating

  init(_ assembler: RatingAssembler, _ demonstrated: PerformanceRating) {
    self.assembler = assembler
    self.demonstrated = demonstrated
  }

  var comparisons: [RatingReport.ThresholdComparison] {
    assembler.rulebook.allowances(on: assembler.choices.date).map { allowance in
      switch allowance.quantity {
      case .trainingOperations: training(allowance)
      default: quantity(allowance)
      }
    }
  }

  /// How many whole hosts an allowance in TPP covers.
  private func quantity(_ allowance: Allowance) -> RatingReport.ThresholdComparison {
    guard let tpp = demonstrated.tpp, tpp > 0 else {
      return comparison(allowance, hosts: nil, "no demonstrated TPP to divide by")
    }
    let hosts = (allowance.value / tpp).rounded(.down)
    return comparison(
      allowance, hosts: hosts,
      "\(NumberFormat.whole(hosts)) of this host = one \(allowance.title), by demonstrated TPP")
  }

  /// How many hosts, running for the chosen time at the chosen utilisation, perform a number of operations:
  /// hosts = operations / (TOP/s · 10^12 · utilisation · seconds).
  private func training(_ allowance: Allowance) -> RatingReport.ThresholdComparison {
    let choices = assembler.choices
    guard let best = demonstrated.bestTops(among: [.bf16, .fp16]) ?? demonstrated.bestTops(among: [.fp32])
    else {
      return comparison(allowance, hosts: nil, "no demonstrated 16-bit or FP32 rate to train with")
    }
    let perHost = best.tops * 1e12 * choices.utilisation * choices.days * 86_400
    let hosts = (allowance.value / perHost).rounded(.up)
    return comparison(
      allowance, hosts: hosts,
      "\(NumberFormat.whole(hosts)) of this host for \(NumberFormat.number(choices.days, digits: 3)) days at "
        + "\(NumberFormat.percent(choices.utilisation)) MFU in \(best.precision.label) = "
        + "\(NumberFormat.number(allowance.value)) operations")
  }

  private func comparison(
    _ allowance: Allowance, hosts: Double?, _ sentence: String
  ) -> RatingReport.ThresholdComparison {
    .init(
      instrument: allowance.instrument, id: allowance.id, title: allowance.title, value: allowance.value,
      unit: allowance.unit, hosts: hosts,
      sentence: sentence, citation: allowance.reference, status: allowance.status.summary)
  }
}
