import Measurement

/// Whether the figures that a rating is made of are such as a machine can have: a reader must not stumble over others.
struct FigureLimits {
  private let result: MeasurementResult
  private let circumstances: RunCircumstances

  /// Far above what any machine does, in TOP/s, GB/s or seconds.
  static let mostTops = 1e9
  private static let mostGigahertz = 1e3
  private static let mostCores = 1_000_000
  private static let mostSeconds = 1e12

  init(_ result: MeasurementResult, _ circumstances: RunCircumstances) {
    self.result = result
    self.circumstances = circumstances
  }

  /// The first figure that is none.
  var firstProblem: JSONDifference? {
    Self.hostProblem(circumstances.host) ?? timeProblem ?? Self.clockProblem(result.clocks)
      ?? result.rows.enumerated().lazy.compactMap { Self.rowProblem($1, "$.rows[\($0)]") }.first
      ?? memoryProblem
  }

  private var timeProblem: JSONDifference? {
    Self.figure("$.openingSeconds", circumstances.openingSeconds, in: BundleName.environment, allowsZero: true)
      ?? Self.figure("$.seconds", result.seconds) ?? Self.count("$.threads", result.threads)
      ?? Self.figure("$.startClockGHz", result.startClockGHz, most: Self.mostGigahertz)
  }

  static func clockProblem(_ clocks: RunClocks?) -> JSONDifference? {
    guard let clocks else { return nil }
    for (name, reading) in [("begin", clocks.begin), ("end", clocks.end)] {
      let figures = [
        ("calendar", reading.calendar), ("monotonic", reading.monotonic),
        ("uncorrected", reading.uncorrected), ("withSuspension", reading.withSuspension),
      ]
      for (clock, seconds) in figures {
        let path = "$.clocks.\(name).\(clock)"
        if let none = figure(path, seconds, most: mostSeconds, allowsZero: true) { return none }
      }
    }
    return nil
  }

  static func hostProblem(_ host: HostDescription) -> JSONDifference? {
    let path = "$.host.topology"
    return count("\(path).visibleCores", host.topology.visibleCores, in: BundleName.environment)
      ?? count("\(path).threadsPerCore", host.topology.threadsPerCore, in: BundleName.environment)
  }

  static func rowProblem(_ row: MeasurementRow, _ path: String) -> JSONDifference? {
    let sides = row.shape.map { [("m", $0.m), ("n", $0.n), ("k", $0.k)] } ?? []
    for (name, side) in sides where !(1...GEMMShape.longestSide).contains(side) {
      return problem("\(path).shape.\(name)", "\(side)", "a side from 1 to \(GEMMShape.longestSide)")
    }
    for (index, visit) in row.visits.enumerated() {
      for clock in visit.clocksGHz {
        if let none = figure("\(path).visits[\(index)].clocksGHz", clock, most: mostGigahertz) {
          return none
        }
      }
    }
    for (index, sample) in row.samples.enumerated() {
      if let none = figure("\(path).samples[\(index)].tops", sample.tops) { return none }
    }
    return count("\(path).threads", row.threads) ?? figure("\(path).ceiling.tops", row.ceiling?.tops)
      ?? figure("\(path).sustained.tops", row.sustained?.tops, allowsZero: true)
      ?? figure("\(path).sustained.power.joules", row.sustained?.power.joules, most: 1e15, allowsZero: true)
      ?? figure("\(path).sustained.power.seconds", row.sustained?.power.seconds)
  }

  private var memoryProblem: JSONDifference? {
    for (index, row) in (result.memory?.rows ?? []).enumerated() {
      for (name, rate) in [("triad", row.triad), ("read", row.read)] {
        guard let rate else { continue }
        let path = "$.memory.rows[\(index)].\(name)"
        if let none = Self.figure("\(path).bestGBps", rate.bestGBps) { return none }
        if rate.medianGBps > rate.bestGBps {
          return Self.problem(
            "\(path).medianGBps", "\(rate.medianGBps)", "at most the best, \(rate.bestGBps)")
        }
      }
    }
    return nil
  }

  static func figure(
    _ path: String, _ value: Double?, in file: String = BundleName.measurement, most: Double = mostTops,
    allowsZero: Bool = false
  ) -> JSONDifference? {
    guard let value, !(value < most && (allowsZero ? value >= 0 : value > 0)) else { return nil }
    return problem(path, "\(value)", "a figure above 0 and below \(most)", in: file)
  }

  private static func count(_ path: String, _ value: Int?, in file: String = BundleName.measurement)
    -> JSONDifference?
  {
    guard let value, !(1...mostCores).contains(value) else { return nil }
    return problem(path, "\(value)", "a number from 1 to \(mostCores)", in: file)
  }

  private static func problem(
    _ path: String, _ recorded: String, _ derived: String, in file: String = BundleName.measurement
  ) -> JSONDifference {
    JSONDifference(file: file, path: path, recorded: recorded, derived: derived)
  }
}
