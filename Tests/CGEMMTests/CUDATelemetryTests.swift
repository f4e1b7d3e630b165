import CGEMM
import Testing

@Suite struct CUDATelemetryTests {
  private func telemetry(_ probe: PluginProbe) throws -> [String: Double] {
    let reply = try probe.ask("telemetry", 0)
    #expect(reply.status == ASSAY_OK, "\(reply)")
    return Dictionary(
      uniqueKeysWithValues: reply.fields.compactMap { field in
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return Double(parts[1]).map { (String(parts[0]), $0) }
      })
  }

  @Test("a device tells what it is doing without having been chosen")
  func numbers() throws {
    let probe = try PluginProbe.cuda()
    try probe.get("open")
    let first = try telemetry(probe)
    let expected = [
      "watts": 612.345, "limit": 1000, "celsius": 58, "clock": 1965, "highestClock": 2032,
      "memoryClock": 3996,
      "utilisation": 0.87, "processes": 1,
    ]
    for (name, value) in expected { #expect(first[name] == value, "\(name)") }
    let joules = try #require(try telemetry(probe)["joules"]) - (first["joules"] ?? .nan)
    #expect((joules - 0.6).magnitude < 1e-9)
    #expect(try probe.ask("telemetry", 0)["throttle"] == "none")
  }

  @Test("what lowers the clock is told in words")
  func throttled() throws {
    let probe = try PluginProbe.cuda("throttle")
    try probe.get("open")
    let clocks = try (0..<3).map { _ in try telemetry(probe)["clock"] ?? .nan }
    #expect(clocks[0] > clocks[1] && clocks[1] > clocks[2])
    #expect(try probe.ask("telemetry", 0)["throttle"] == "power limit; heat (software)")
  }

  @Test("a MIG instance has the clock of its part, but no power of its own")
  func instance() throws {
    let probe = try PluginProbe.cuda("mig")
    try probe.get("open")
    let values = try telemetry(probe)
    #expect(values["watts"]?.isNaN == true && values["joules"]?.isNaN == true)
    #expect(values["utilisation"]?.isNaN == true)
    #expect(values["clock"] == 1965 && values["celsius"] == 58)
  }

  @Test("a part that has fallen off the bus is gone")
  func lost() throws {
    let probe = try PluginProbe.cuda("lost")
    try probe.get("open")
    let reply = try probe.ask("telemetry", 0)
    #expect(reply.status == ASSAY_GONE)
    #expect(reply.message == "nvmlDeviceGetTemperature: GPU is lost")
  }

  @Test("without NVML that is told")
  func missing() throws {
    let probe = try PluginProbe.cuda("no-nvml")
    try probe.get("open")
    let reply = try probe.ask("telemetry", 0)
    #expect(reply.status == ASSAY_UNSUPPORTED)
    #expect(reply.message == "nvmlInit: Driver Not Loaded")
  }
}
