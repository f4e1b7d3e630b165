import Measurement

/// What makes a measurement less than it should be, to stand above its figures.
struct MeasurementWarnings {
  private let result: MeasurementResult

  init(_ result: MeasurementResult) { self.result = result }

  /// Above this share of foreign or stolen processor time a run is called disturbed.
  private static let quietShare = 0.04

  /// Whether others took so much of the processors that the rates say little of the host.
  var isDisturbed: Bool { !disturbances.isEmpty }

  private var disturbances: [(share: Double, thief: String)] {
    [(result.foreignShare, "other processes"), (result.stealShare, "other guests of the hypervisor")]
      .map { (share: $0.0 ?? 0, thief: $0.1) }.filter { $0.share > Self.quietShare }
  }

  var lines: [String] {
    let partial = "PARTIAL: the run was interrupted; the figures are what there was until then."
    return (result.interrupted ? [partial] : [])
      + disturbances.map {
        "DISTURBED: \($0.thief) took \(NumberFormat.percent($0.share)) of the processors' time; the rates are lower "
          + "than this host can reach. Measure again when it is quiet."
      }
  }
}
