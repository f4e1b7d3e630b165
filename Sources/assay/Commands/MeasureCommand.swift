import ArgumentParser
import Foundation
import Measurement
import Report

struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure GEMM throughput at every precision, each result checked.",
    discussion: """
      Examples: assay measure --precision fp32 bf16 --size 2048; assay measure --shape 4096x1024x512; \
      assay measure --device all; assay measure --worker pytorch.py --device npu:0
      """)

  @OptionGroup var measurement: MeasurementOptions
  @Flag(help: "Measure the bandwidth of the memory too, and of the links between accelerators.")
  var memory = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let interruption = Interruption()
    let host = HostDescription.current()
    if measurement.devices.areNamed { return try measureDevices(host, until: interruption) }
    let catalogue = try measurement.catalogue()
    let result = try measurement.measure(host, catalogue, measuresMemory: memory, until: interruption)
    let page = MeasurementPage(
      host: host, catalogue: catalogue, result: result, command: CommandLine.arguments,
      generated: Date.now.ISO8601Format())
    try output.emit(page, page.document)
    try MeasurementVerdict(result, catalogue, named: measurement.namedLibraries).throwIfBad()
  }

  private func measureDevices(_ host: HostDescription, until interruption: Interruption) throws {
    let (devices, catalogue) = try measurement.devices.found()
    let result = try measurement.measure(devices, measuresMemory: memory, until: interruption)
    let page = DevicesMeasurementPage(
      host: host, result: result, command: CommandLine.arguments, generated: Date.now.ISO8601Format())
    try output.emit(page, page.document)
    try DevicesVerdict(result, absent: catalogue.absent).throwIfBad()
  }
}
