/// The energy that the processors took during a measurement, or why it is not known.
public struct PowerSummary: Codable, Equatable, Sendable {
  /// In joules, of all packages together; `nil` where it is not known.
  public let joules: Double?
  /// For how long, in seconds.
  public let seconds: Double
  /// Where the figure comes from, or why there is none.
  public let source: String

  /// The mean power in watts.
  public var watts: Double? { joules.map { $0 / seconds } }

  /// Operations for the energy: TOP/s a watt, for a rate of the same time.
  public func topsPerWatt(_ tops: Double) -> Double? {
    watts.flatMap { $0 > 0 ? tops / $0 : nil }
  }
}

/// Reads the energy from its making on.
struct PowerWatch {
  private let finding: PowerMeter.Finding
  private let before: [Double]?
  private let watch = Stopwatch()

  init(_ files: SystemFiles = SystemFiles()) {
    finding = PowerMeter.find(files)
    if case .available(let meter) = finding { before = meter.reading() } else { before = nil }
  }

  /// What has been taken until now.
  var summary: PowerSummary {
    switch finding {
    case .unavailable(let reason):
      return PowerSummary(joules: nil, seconds: watch.seconds, source: "unavailable: \(reason)")
    case .available(let meter):
      guard let before, let after = meter.reading(), let joules = meter.joules(from: before, to: after) else {
        return PowerSummary(
          joules: nil, seconds: watch.seconds, source: "unavailable: \(meter.source) could not be read again")
      }
      return PowerSummary(joules: joules, seconds: watch.seconds, source: meter.source)
    }
  }
}
