import Rating
import Rulebook

/// The working of a run in numbers, one line a step.
struct TrainingWorking {
  let run: TrainingRun

  init(_ run: TrainingRun) { self.run = run }

  var lines: [String] {
    let rate = run.rate
    let perDay = rate.operationsPerChipDay
    let first =
      "one chip, one day: \(NumberFormat.exact(rate.peakTops.value)) × 10^12 op/s × "
      + "\(NumberFormat.exact(rate.mfu.value)) MFU × \(NumberFormat.exact(rate.goodput.value)) goodput × 86,400 s = "
      + "\(NumberFormat.number(perDay.value)) operations"
    let each = "\(NumberFormat.number(perDay.value)) operations"
    let chips = NumberFormat.whole(run.chips.value)
    let days = NumberFormat.number(run.days.value)
    let operations = NumberFormat.number(run.operations.value)
    let last =
      switch run.solved {
      case .operations: "operations: \(chips) chips × \(days) days × \(each) = \(operations) operations"
      case .chips:
        "chips: \(operations) operations / (\(days) days × \(each)), whole chips up = \(chips) chips"
      case .days: "days: \(operations) operations / (\(chips) chips × \(each)) = \(days) days"
      }
    return [first, last]
  }
}
