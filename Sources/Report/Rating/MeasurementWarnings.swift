import Measurement

/// What makes a measurement less than it should be, to stand above its figures.
struct MeasurementWarnings {
  private let result: MeasurementResult

  init(_ result: MeasurementResult) { self.result = result }

  /// Above this share of foreign or stolen processor time a run is called disturbed.
  private static let quietShare = 0.04

  /// Whether others took so much of the processors that the rates say little of the host.
  var isDisturbed: Bool {
    [result.foreignShare, result.stealShare].contains { ($0 ?? 0) > Self.quietShare }
  }

  var lines: [String] {
    var lines: [String] = []
    if result.interrupted {
      lines.append("PARTIAL: the run was interrupted; the figures are what there was until then.")
    }
    let thieves = [
      (result.foreignShare, "other processes"), (result.stealShare, "other guests of the hypervisor"),
    ]
    for (share, thief) in thieves {
      guard let share, share > Self.quietShare else { continue }
      lines.append(
        "DISTURBED: \(thief) took \(NumberFormat.percent(share)) of the processors' time; the rates are lower than "
          + "this host can reach. Measure again when it is quiet.")
    }
    return lines
  }
}
