import ChipDB
import Rating
import Rulebook

/// What the product of peak, MFU, goodput and time leaves out, with the numbers of the run.
struct TrainingCaveats {
  let plan: TrainingPlan
  let limits: TrainingLimits

  var lines: [String] { utilisation + memory + time + counting }

  private var utilisation: [String] {
    var lines = [(plan.mfu, "MFU"), (plan.goodput, "goodput")].compactMap { share, name -> String? in
      guard let run = share.run, share.chip != plan.chip.id else { return nil }
      return
        "\(name) is taken from \(run)\(share.chip.map { " on \($0)" } ?? ""): what one machine reached another may not."
    }
    if plan.mfu.run == nil {
      lines.append(
        "The MFU is yours: it must be a share of the dense \(plan.precision.label) peak, not of another precision's."
      )
    }
    return lines
  }

  private var memory: [String] {
    guard let bandwidth = plan.chip.memoryBandwidthGBps else {
      return [
        "The memory bandwidth of \(plan.chip.name) is not known: whether memory limits the run cannot be said."
      ]
    }
    let balance = plan.peak.bounded * BoundedValue(1000) / bandwidth.bounded
    let used = balance * plan.mfu.share
    return [
      "Memory: \(NumberFormat.exact(plan.peak.value)) TOP/s over \(NumberFormat.exact(bandwidth.value)) GB/s "
        + "(\(bandwidth.source)) balance at \(NumberFormat.number(balance.value)) operations a byte"
        + "\(balance.isDisputed ? " (\(balance.intervalText))" : ""). A step that does fewer is limited by memory "
        + "bandwidth; at this MFU each byte must serve \(NumberFormat.number(used.value)) operations on average or more."
    ]
  }

  private var time: [String] {
    var lines = [
      "Time: steps follow one another, so that chips and days cannot be exchanged without end; above "
        + "\(NumberFormat.number(limits.efficientOperations.value)) operations in three months moving data lowers the "
        + "utilisation, and above \(NumberFormat.number(limits.latencyOperations.value)) latency forbids it "
        + "(\(limits.efficientOperations.source), under its baseline assumptions)."
    ]
    let operations = plan.run.operations.range.upperBound
    if operations > limits.latencyOperations.value {
      lines.append(
        "This run lies beyond the latter: no such run of three months is possible by that reckoning.")
    } else if operations > limits.efficientOperations.value {
      lines.append("This run lies beyond the former: its MFU is unlikely to hold.")
    }
    if plan.run.days.range.upperBound > limits.usualDays.value {
      lines.append(
        "The run takes longer than \(NumberFormat.exact(limits.usualDays.value)) days, which runs rarely do "
          + "(\(limits.usualDays.source)).")
    }
    return lines
  }

  private var counting: [String] {
    var lines = [
      "Operations are those of the model that MFU counts. Recomputed activations and discarded steps are not among them; "
        + "whether a law counts them is for its text to say."
    ]
    if plan.run.solved == .chips {
      lines.append(
        "The chips are the fewest that reach the operations asked for; the lines are judged by those operations."
      )
    }
    if plan.peak.grade == .unverified {
      lines.append("Not to be quoted: no source of the peak rate could be read.")
    }
    return lines
  }
}
