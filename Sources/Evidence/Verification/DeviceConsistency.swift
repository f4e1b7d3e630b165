import Measurement

/// Whether what was measured on one device fits together.
struct DeviceConsistency {
  private let device: DeviceMeasurement
  private let path: String
  private let result: DevicesResult
  private let timeline: Timeline

  /// - Parameter path: of the device in the file.
  init(_ device: DeviceMeasurement, at path: String, of result: DevicesResult) {
    self.device = device
    self.path = path
    self.result = result
    timeline = Timeline(device.rows, at: path)
  }

  var firstProblem: JSONDifference? {
    device.rows.enumerated().lazy.compactMap { index, row in
      let path = "\(path).rows[\(index)]"
      return RowConsistency(row, at: path, of: result).firstProblem
        ?? DeviceRowConsistency(row, at: path, of: device, seed: result.seed).firstProblem
    }.first ?? meetingProblem
      ?? timeline.firstProblem(soakSeconds: result.plan.soakSeconds, end: device.seconds) ?? sustainedProblem
      ?? stopConsistency.firstProblem(of: device.rows, at: path) ?? readingsProblem ?? clocksProblem
  }

  /// Devices are visited at the same time: what one shows alone it may not keep beside the others.
  private var meetingProblem: JSONDifference? {
    guard let first = timeline.first else { return nil }
    guard let own = device.searchedSeconds else {
      return problem(".searchedSeconds", "nothing", "the time of a search before the visits")
    }
    let latest = max(own, result.devices.compactMap(\.searchedSeconds).max() ?? own)
    guard first.start < latest else { return nil }
    return JSONDifference(
      file: BundleName.measurement, path: first.path, recorded: "\(first.start)",
      derived: "at least \(latest), since visits begin when every device has been searched")
  }

  /// Runs without a pause come after the visits, one after another.
  private var sustainedProblem: JSONDifference? {
    var free = timeline.lastStart ?? 0
    for (index, row) in device.rows.enumerated() {
      guard let run = row.sustained else { continue }
      guard let start = run.startSeconds else {
        return problem(".rows[\(index)].sustained.startSeconds", "nothing", "a time")
      }
      if start < free || start + run.seconds > Timeline.allowed(device.seconds) {
        return problem(
          ".rows[\(index)].sustained", "from \(start) s, for \(run.seconds) s",
          "a run from \(free) s on that ends before \(device.seconds) s")
      }
      free = start + run.seconds * (1 - 1e-9)
    }
    return nil
  }

  private var stopConsistency: StopConsistency {
    let sampled = device.rows.count { $0.variant != nil }
    return StopConsistency(
      plan: result.plan, seconds: device.seconds,
      least: result.plan.seconds - result.plan.sustainedSeconds * Double(sampled),
      interrupted: result.interrupted, isGone: device.failure != nil)
  }

  /// Readings of what the device did come in order, and while it was measured.
  private var readingsProblem: JSONDifference? {
    let readings = device.telemetry.readings
    for (index, reading) in readings.enumerated() {
      let earlier = index > 0 ? readings[index - 1].seconds : 0
      if reading.seconds < earlier || reading.seconds > Timeline.allowed(device.seconds) {
        return problem(
          ".telemetry.readings[\(index)].seconds", "\(reading.seconds)",
          "a time from \(earlier) to \(device.seconds)")
      }
    }
    if !readings.isEmpty && device.device.telemetry != true {
      return problem(".telemetry.readings", "\(readings.count)", "none: the worker tells nothing")
    }
    return nil
  }

  /// The clock of a visit is that of a reading at its end, so that readings cannot be left out alone.
  private var clocksProblem: JSONDifference? {
    let readings = device.telemetry.readings
    for (index, row) in device.rows.enumerated() {
      let series =
        [("", row.visits)] + row.rivals.enumerated().map { (".rivals[\($0)]", $1.visits) }
      for (place, visits) in series {
        for (number, visit) in visits.enumerated() {
          let end = timeline.next(after: visit.startSeconds) ?? device.seconds
          let (first, last) = (
            Self.count(readings, until: visit.startSeconds), Self.count(readings, until: end)
          )
          let before = first > 0 ? readings[first - 1] : nil
          let during = readings[first..<max(first, last)]
          let clocks = ([before] + during.map { $0 }).map { $0?.telemetry.clockMHz }
          let isRead =
            visit.clocksGHz.isEmpty
            ? clocks.contains { $0 == nil }
            : visit.clocksGHz.count == 1 && clocks.contains { $0.map { $0 / 1000 } == visit.clocksGHz[0] }
          if !isRead {
            return problem(
              ".rows[\(index)]\(place).visits[\(number)].clocksGHz",
              visit.clocksGHz.isEmpty ? "none" : "\(visit.clocksGHz[0])",
              "the clock of a reading between \(visit.startSeconds) s and \(end) s, of which there are \(during.count)"
            )
          }
        }
      }
    }
    return nil
  }

  /// How many of some readings, in order, were taken until a moment.
  private static func count(_ readings: [TelemetrySummary.Reading], until seconds: Double) -> Int {
    var (low, high) = (0, readings.count)
    while low < high {
      let middle = (low + high) / 2
      if readings[middle].seconds <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func problem(_ place: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path + place, recorded: recorded, derived: derived)
  }
}
