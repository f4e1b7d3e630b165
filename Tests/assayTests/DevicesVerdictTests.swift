import Rating
import Testing

@testable import Measurement
@testable import assay

/// With which code a measurement of accelerators ends.
@Suite struct DevicesVerdictTests {
  private func row(_ status: MeasurementRow.Status) -> MeasurementRow {
    var row = MeasurementRow(precision: .bf16, status: status, reason: status == .verified ? nil : "because")
    if status == .verified { row.topsBest = 800 }
    return row
  }

  private func device(
    _ id: String, _ rows: [MeasurementRow.Status], failure: DeviceError.Kind? = nil
  ) -> DeviceMeasurement {
    var device = DeviceMeasurement(
      id: id, device: DeviceDescription(id: id, name: "X"), worker: "w", workerFile: nil)
    device.rows = rows.map(row)
    device.failure = failure.map { DeviceError($0, "because") }
    return device
  }

  private func failure(
    _ devices: [DeviceMeasurement], interrupted: Bool = false, absent: [DeviceCatalogue.Absent] = []
  ) -> CommandFailure? {
    let result = DevicesResult(
      devices: devices, links: [], plan: .quick, seed: 1, operands: [.uniform], seconds: 1,
      interrupted: interrupted)
    do {
      try DevicesVerdict(result, absent: absent).throwIfBad()
      return nil
    } catch { return error as? CommandFailure }
  }

  @Test("verified rows, and beside them precisions that the device does not have, end well")
  func good() {
    #expect(failure([device("a", [.verified, .unsupported, .emulated])]) == nil)
  }

  @Test("a failed row, a device left out beside others and a device that broke end with 11 and name them")
  func invalid() {
    let failed = failure([device("a", [.verified, .failed])])
    #expect(failed?.status == .invalidMeasurement)
    #expect(failed?.message == "a measurement failed: a, BF16: because")
    for kind in [DeviceError.Kind.busy, .gone, .failed] {
      let lost = failure([device("a", [.verified]), device("b", [.failed, .failed], failure: kind)])
      #expect(lost?.status == .invalidMeasurement)
      #expect(lost?.message == "a device was left out or given up; the rest stands: b: because")
    }
    #expect(failure([device("a", [.failed], failure: .gone)])?.status == .invalidMeasurement)
  }

  @Test("nothing verified, for want of anything to offer, ends with 12")
  func unsupported() {
    #expect(failure([device("a", [.unsupported])])?.status == .unsupported)
    let busy = failure([device("a", [.failed], failure: .busy)])
    #expect(busy?.status == .unsupported)
    #expect(busy?.message == "nothing could be measured: a: because")
    #expect(failure([])?.status == .unsupported)
  }

  @Test("an interruption ends with 130, whatever else there is")
  func interrupted() {
    #expect(failure([device("a", [.failed])], interrupted: true)?.status == .interrupted)
  }

  @Test("a program that the user named and that reaches no device ends with 12; a built-in one does not")
  func absent() {
    let devices = [device("a", [.verified])]
    let named = DeviceCatalogue.Absent(name: "mine", path: "/mine.py", reason: "because")
    let failed = failure(devices, absent: [named])
    #expect(failed?.status == .unsupported)
    #expect(failed?.message.contains("/mine.py: because") == true)
    #expect(failure(devices, absent: [.init(name: "hip", path: nil, reason: "because")]) == nil)
  }
}
