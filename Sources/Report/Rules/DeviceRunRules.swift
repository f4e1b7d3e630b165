import Measurement
import Rating

/// Holds the rules of its tier against what was measured on one device.
struct DeviceRunRules {
  private let device: DeviceMeasurement
  private let result: DevicesResult
  private let environment: RunEnvironment
  private let limits: RunLimits
  private let rows: RowRules
  private let findings: [PlausibilityFinding]?

  /// - Parameter findings: what speaks against it; `nil` where that was not looked for.
  init(
    _ device: DeviceMeasurement, of result: DevicesResult, _ environment: RunEnvironment,
    findings: [PlausibilityFinding]?
  ) {
    self.findings = findings
    self.device = device
    self.result = result
    self.environment = environment
    limits = .of(result.plan.tier)
    rows = RowRules(device.rows, result.plan, limits)
  }

  var rules: RunRules {
    RunRules(
      tier: result.plan.tier,
      [
        complete,
        .plan(result.plan, of: SamplingPlan.named(result.plan.tier)?.forDevices),
        rows.precisions, rows.operands, rows.checked, rows.sound, rows.visits, rows.agreement, undisturbed,
        rows.duration(result.seconds), rows.warm, rows.sustained, identified,
        .unsteered(environment, limits), .plausible(findings),
      ])
  }

  /// A device that was given up has what there was until then.
  private var complete: RunRule {
    let own = RunRule.complete(device.rows, interrupted: result.interrupted)
    guard let failure = device.failure else { return own }
    return RunRule(
      .complete, own.asks,
      broken: ["it was given up: \(failure.message)"] + (own.outcome == .broken ? [own.found] : []),
      met: "")
  }

  private var undisturbed: RunRule {
    let most = device.telemetry.readings.compactMap(\.telemetry.processes).max()
    return RunRule(
      .undisturbed, "no other process used the device",
      broken: (most ?? 1) > 1 ? ["\(most ?? 0) processes at a time: measure again when it is free"] : [],
      met: most == nil ? "not told by the worker" : "one process")
  }

  private var identified: RunRule {
    let asks = "device and driver are known, and so is the worker's file"
    guard limits.isEvidence else { return RunRule(notAsked: .identified, asks) }
    let told = device.device
    return RunRule(
      .identified, asks,
      broken: [
        told.pci?.identifier == nil && told.architecture == nil
          ? "neither PCI id nor architecture is told" : nil,
        told.driver == nil ? "the driver's version is not told" : nil,
      ].compactMap { $0 }, met: told.pci?.identifier ?? told.architecture ?? "")
  }
}
