import Foundation
import Measurement

/// What the parts of a run have in common: its clocks and its times.
struct PlausibilityRun {
  let clocks: RunClocks?
  /// The whole run by the stopwatch that timed it.
  let seconds: Double
  /// When the report was made, in seconds since 1970; `nil` where that is no time.
  let generated: Double?
  /// When the system was started, in seconds since 1970.
  let bootTime: Int?
  /// What must fit into the run: what it is, and its seconds.
  let parts: [(name: String, seconds: Double)]

  init(_ result: MeasurementResult, _ environment: RunEnvironment, generated: String) {
    self.init(
      clocks: result.clocks, seconds: result.seconds, environment, generated: generated,
      parts: [
        ("the accounts of the run", result.accounts.sum),
        ("the samples", result.rows.reduce(0) { $0 + $1.sampledSeconds }),
      ])
  }

  init(_ result: DevicesResult, _ environment: RunEnvironment, generated: String) {
    self.init(
      clocks: result.clocks, seconds: result.seconds, environment, generated: generated,
      parts: result.devices.flatMap { device in
        [
          ("the session of \(device.id)", device.seconds),
          ("the samples of \(device.id)", device.rows.reduce(0) { $0 + $1.sampledSeconds }),
        ]
      })
  }

  private init(
    clocks: RunClocks?, seconds: Double, _ environment: RunEnvironment, generated: String,
    parts: [(name: String, seconds: Double)]
  ) {
    self.clocks = clocks
    self.seconds = seconds
    self.generated = (try? Date(generated, strategy: .iso8601))?.timeIntervalSince1970
    bootTime = environment.bootTime
    self.parts = parts
  }
}

extension MeasurementRow {
  /// The time of all products that were timed, those of rivals included, in seconds.
  fileprivate var sampledSeconds: Double {
    (samples + rivals.flatMap(\.samples)).reduce(0) { $0 + $1.toldSeconds }
  }
}

extension Accounts {
  fileprivate var sum: Double { products + ceilings + checks + preparation }
}
