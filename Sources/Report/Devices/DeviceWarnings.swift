import Measurement

/// What makes a measurement of devices less than it should be, to stand above its figures.
struct DeviceWarnings {
  private let devices: [DeviceRecord]
  private let interrupted: Bool

  init(_ devices: [DeviceRecord], interrupted: Bool) {
    self.devices = devices
    self.interrupted = interrupted
  }

  var lines: [String] {
    let partial = "PARTIAL: the run was interrupted; the figures are what there was until then."
    return (interrupted ? [partial] : [])
      + devices.flatMap { device in
        [
          device.failure.map {
            "\(device.isLeftOut ? "LEFT OUT" : "GIVEN UP"): \(device.id): \($0.message)"
          },
          device.telemetry.processes.flatMap { processes in
            processes < 2
              ? nil
              : "DISTURBED: \(processes) processes used \(device.id) at a time, the measuring one included; the rates may "
                + "be lower than it can reach. Measure again when it is free."
          },
        ].compactMap { $0 }
      }
  }
}
