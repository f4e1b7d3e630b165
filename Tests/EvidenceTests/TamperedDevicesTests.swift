import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement

/// Ways to tamper with a bundle of a run on devices, each caught by name. The cheat holds the key.
@Suite struct TamperedDevicesTests {
  /// The row of the first device whose product is dense FP32: it is verified, and no row of a wider format is.
  private static let row = "$.devices[0].rows[0]"

  @Test("a sample's seconds are changed: its rate does not follow")
  func sample() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.changeDevices { devices in
      let old = devices[0].rows[0].samples[1]
      devices[0].rows[0].samples[1] = Sample(
        visit: old.visit, seconds: old.seconds / 2, tops: old.tops, products: old.products)
    }
    try bundle.expect(fails: .samples, "what follows is", path: "\(Self.row).samples[1].tops")
  }

  @Test("a row's rate is changed, or its median")
  func rate() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.changeDevices { $0[0].rows[0].topsBest = 1 }
    try bundle.expect(fails: .samples, "the file has 1;", path: "\(Self.row).topsBest")
    let other = try FakeBundle.ofDevices()
    try other.changeDevices { $0[1].rows[0].topsMedian = 1 }
    try other.expect(fails: .samples, "the file has 1;", path: "$.devices[1].rows[0].topsMedian")
  }

  @Test("a slow visit is made not to count: every visit to a device does")
  func excluded() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.changeDevices { $0[0].rows[0].visits[0].excluded = "the device was busy" }
    try bundle.expect(fails: .samples, "nothing", path: "\(Self.row).visits[0].excluded")
  }

  @Test("a visit is left out and everything worked out again: its number is missed")
  func visitLeftOut() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { devices in
      let number = devices[0].rows[0].visits[1].number
      devices[0].rows[0].visits.removeAll { $0.number == number }
      devices[0].rows[0].samples.removeAll { $0.visit == number }
    }
    try bundle.expect(fails: .run, "none is left out", path: "\(Self.row).visits")
  }

  @Test(
    "a contender that was visited, and failed or fell behind, is left out: its visits' numbers are missed")
  func rivalLeftOut() throws {
    let bundle = try FakeBundle.ofDevices()
    var found = false
    try bundle.redoDevices { devices in
      for device in devices.indices {
        for row in devices[device].rows.indices where !found {
          guard let rival = devices[device].rows[row].rivals.first(where: { !$0.visits.isEmpty }),
            let last = devices[device].rows[row].visits.last,
            rival.visits[0].number < last.number
          else { continue }
          devices[device].rows[row].rivals.removeAll()
          found = true
        }
      }
    }
    // Where every search found one contender alone, there is none to leave out.
    guard found else { return }
    try bundle.expect(fails: .run, "none is left out")
  }

  @Test("a product that is no faster than one of a wider format is passed off as verified")
  func status() throws {
    let bundle = try FakeBundle.ofDevices()
    var path = ""
    try bundle.changeDevices { devices in
      let index = try #require(
        devices[0].rows.firstIndex { $0.precision == .bf16 && !$0.samples.isEmpty })
      devices[0].rows[index].samples = devices[0].rows[index].samples.map {
        Sample(visit: $0.visit, seconds: $0.seconds * 100, tops: $0.tops, products: 1)
      }
      devices[0] = devices[0].observationsReworked
      #expect(devices[0].rows[index].status == .emulated)
      (devices[0].rows[index].status, devices[0].rows[index].reason) = (.verified, nil)
      path = "$.devices[0].rows[\(index)].status"
    }
    try bundle.expect(fails: .samples, "what follows is \"emulated\"", path: path)
  }

  @Test("the check is removed, or one that failed is passed over: the row has no rate")
  func checkRemoved() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.changeDevices { $0[0].rows[0].check = nil }
    try bundle.expect(fails: .samples, "what follows is null", path: "\(Self.row).topsBest")
    let failed = try FakeBundle.ofDevices()
    try failed.changeDevices { devices in
      let old = try #require(devices[0].rows[0].deviceCheck)
      devices[0].rows[0].deviceCheck = ProductCheck(
        method: old.method, vectors: 1, products: 1, residual: 1, bound: old.bound, passed: false,
        mistrusted: nil)
    }
    try failed.expect(fails: .samples, "what follows is null", path: "\(Self.row).topsBest")
  }

  @Test("a check is held against more than rounding explains, so that a wrong product passes")
  func bound() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { devices in
      let old = try #require(devices[0].rows[0].check)
      devices[0].rows[0].check = ProductCheck(
        method: old.method, vectors: old.vectors, products: old.products, residual: 0.5, bound: 1,
        passed: true, mistrusted: nil)
    }
    try bundle.expect(fails: .run, "which rounding explains", path: "\(Self.row).check.bound")
    let passed = try FakeBundle.ofDevices()
    try passed.redoDevices { devices in
      let old = try #require(devices[0].rows[0].check)
      devices[0].rows[0].check = ProductCheck(
        method: old.method, vectors: old.vectors, products: old.products, residual: 0.5, bound: old.bound,
        passed: true, mistrusted: nil)
    }
    try passed.expect(fails: .run, "since it passed", path: "\(Self.row).check.residual")
  }

  @Test("fewer bursts were checked than were timed")
  func unchecked() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { devices in
      let old = try #require(devices[0].rows[0].check)
      devices[0].rows[0].check = ProductCheck(
        method: old.method, vectors: old.vectors, products: 1, residual: old.residual, bound: old.bound,
        passed: true, mistrusted: nil)
    }
    try bundle.expect(fails: .run, "every burst is checked", path: "\(Self.row).check.products")
  }

  @Test("a device's name is exchanged for a better chip's: in the measurement, or in the statement")
  func name() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.changeDevices { devices in
      var told = DeviceDescription(id: devices[0].device.id, name: "NVIDIA H100 80GB HBM3")
      told.vendor = devices[0].device.vendor
      told.uuid = devices[0].device.uuid
      told.telemetry = true
      told.package = devices[0].device.package
      devices[0] = devices[0].with(device: told)
    }
    try bundle.expect(fails: .rating, "what follows is")
    #expect(try bundle.verification().failure?.difference?.path.hasPrefix("$.devices[0].rating.") == true)
    let stated = try FakeBundle.ofDevices()
    try stated.resign {
      $0.replacing("\"name\":\"plain Python\"", with: "\"name\":\"NVIDIA H100 80GB HBM3\"")
    }
    try stated.expect(fails: .headline, "NVIDIA H100", path: "$.measured.devices[0].name")
  }

  @Test("the sum over devices, or who is slowest, is changed in the report")
  func sum() throws {
    let bundle = try FakeBundle.ofDevices()
    let spread = try #require(try FakeDevicesRun.result.spreads.first)
    try bundle.replace(
      "\"totalTops\" : \(spread.totalTops)", with: "\"totalTops\" : 99", in: BundleName.report)
    try bundle.resign()
    try bundle.expect(fails: .rating, "the file has 99")
    #expect(try bundle.verification().failure?.difference?.path.hasSuffix(".totalTops") == true)
    let slowest = try FakeBundle.ofDevices()
    let name = try #require(spread.slowest?.device)
    let text = try slowest.text(BundleName.report)
    let range = try #require(
      text.range(of: #""slowest" : \{\s*"device" : "\#(name)""#, options: .regularExpression))
    let other = name.hasPrefix("die0") ? "die1/fake:0" : "die0/fake:0"
    try slowest.write(
      text.replacingCharacters(in: range, with: text[range].replacing(name, with: other)),
      to: BundleName.report)
    try slowest.resign()
    try slowest.expect(fails: .rating, other)
    #expect(try slowest.verification().failure?.difference?.path.hasSuffix(".slowest.device") == true)
  }

  @Test("dies of one package are passed off as two packages, or two devices as dies of one")
  func dies() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.changeDevices { devices in
      var told = devices[1].device
      told.package = "board 1"
      devices[1] = devices[1].with(device: told)
    }
    try bundle.expect(fails: .rating, "board 1")
    let statement = try FakeBundle.ofDevices()
    try statement.resign { $0.replacing("package board 0", with: "package board 7") }
    try statement.expect(fails: .headline, "package board 0")
  }

  @Test("clocks are raised in visits and everything is worked out again: no reading shows them")
  func clock() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { devices in
      for index in devices[0].rows[0].visits.indices { devices[0].rows[0].visits[index].clocksGHz = [2.5] }
    }
    try bundle.expect(fails: .run, "the clock of a reading", path: "\(Self.row).visits[0].clocksGHz")
  }

  @Test("throttling is hidden: in the readings alone, or by leaving the readings out that show it")
  func throttling() throws {
    let bundle = try FakeBundle.ofDevices()
    let isSeen = try bundle.devicesResult.devices[0].telemetry.throttle.contains { $0.reason == "power" }
    #expect(isSeen)
    let shown = { (reading: TelemetrySummary.Reading) in reading.telemetry.throttle?.isEmpty == false }
    try bundle.changeDevices { devices in
      devices[0].telemetry = TelemetrySummary(
        devices[0].telemetry.readings.map { reading in
          var told = reading.telemetry
          told.throttle = []
          return .init(seconds: reading.seconds, telemetry: told)
        })
    }
    try bundle.expect(fails: .rating, "power")
    let leftOut = try FakeBundle.ofDevices()
    try leftOut.redoDevices { devices in
      devices[0].telemetry = TelemetrySummary(devices[0].telemetry.readings.filter { !shown($0) })
    }
    try leftOut.expect(fails: .run, "the clock of a reading")
    let without = try FakeBundle.ofDevices()
    try without.redoDevices { $0[0].telemetry = TelemetrySummary([]) }
    try without.expect(fails: .run, "the clock of a reading")
  }

  @Test("the plan is changed: it is not the tier's for devices")
  func plan() throws {
    let bundle = try FakeBundle.ofDevices()
    let result = try bundle.devicesResult
    try bundle.redo(result.with(plan: .quick))
    try bundle.expect(fails: .run, "as the quick tier has it")
    #expect(try bundle.verification().failure?.difference?.path.hasPrefix("$.plan.") == true)
    try bundle.redo(result.with(plan: .record.forDevices))
    try bundle.expect(fails: .run, "the machine is warmed up before the first visit")
  }

  @Test("the tier is raised from quick to record in the statement")
  func tier() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.resign {
      $0.replacing("\"tier\":\"quick\"", with: "\"tier\":\"record\"")
        .replacing("\"isEvidence\":false", with: "\"isEvidence\":true")
    }
    try bundle.expect(fails: .headline, "what follows is false", path: "$.isEvidence")
  }

  @Test("TPP is changed in the report, or a part's in the statement")
  func tpp() throws {
    let bundle = try FakeBundle.ofRecord()
    let parts = try #require(try bundle.statement.predicate.headline.parts)
    let tpp = try #require(parts[0].demonstratedTPP)
    try bundle.replace("\"tpp\" : \(tpp)", with: "\"tpp\" : 4800", in: BundleName.report)
    try bundle.resign()
    try bundle.expect(fails: .rating, "the file has 4800")
    let stated = try FakeBundle.ofRecord()
    try stated.resign { $0.replacing("\"demonstratedTPP\":\(tpp)", with: "\"demonstratedTPP\":4800") }
    try stated.expect(fails: .headline, "4800", path: "$.headline.parts[0].demonstratedTPP")
  }

  @Test("a run on devices is sent in for a challenge: it answers none")
  func challenge() throws {
    let own = try FakeAnsweredBundle.challenge(digit: "2")
    try FakeBundle.ofDevices().expect(
      fails: .challenge, "it answers no challenge", awaited: AwaitedAnswer(own, receivedAt: Timestamp(.now)))
  }

  @Test("a run on devices is passed off as one on the host's processor, and the other way round")
  func kind() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.resign { $0.replacing("\"kind\":\"devices\"", with: "\"kind\":\"host\"") }
    try bundle.expect(fails: .samples, BundleName.measurement, kind: .unreadable)
    let host = try FakeBundle()
    try host.resign { $0.replacing("\"measured\":", with: "\"kind\":\"devices\",\"measured\":") }
    try host.expect(fails: .samples, BundleName.measurement, kind: .unreadable)
    let other = try FakeBundle.ofDevices()
    try other.resign { $0.replacing("\"kind\":\"devices\"", with: "\"kind\":\"cluster\"") }
    try other.expect(fails: .statement, "cluster", kind: .unreadable)
  }

  @Test("a row of the host's processor is given a kind of product, so that no instruction is asked for")
  func variantOnHost() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    rows[0].variant = ProductVariant(precision: rows[0].precision, output: .fp64)
    try bundle.redo(measurement.with(rows: rows).observationsReworked)
    try bundle.expect(fails: .run, "null on the host's processor", path: "$.rows[0].variant")
  }

  @Test("more products are said to have been timed together than fit into the time")
  func tooMany() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { devices in
      devices[0].rows[0].samples = devices[0].rows[0].samples.map {
        Sample(visit: $0.visit, seconds: $0.seconds, tops: $0.tops, products: 100 * ($0.products ?? 1))
      }
    }
    try bundle.expect(fails: .run, "the time until the next visit")
  }

  @Test("a device is said to have been visited before the others were ready")
  func meeting() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { $0[1].searchedSeconds = $0[1].seconds }
    try bundle.expect(fails: .run, "since visits begin when every device has been searched")
    try bundle.redoDevices { $0[0].searchedSeconds = nil }
    try bundle.expect(fails: .run, "a search before the visits", path: "$.devices[0].searchedSeconds")
  }

  @Test("a kernel is named that the search never tried")
  func kernel() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { $0[0].rows[0].kernel = "tensor cores" }
    try bundle.expect(fails: .run, "that the search tried", path: "\(Self.row).kernel")
  }

  @Test("a device stands there twice, or a link leads to none")
  func names() throws {
    let bundle = try FakeBundle.ofDevices()
    try bundle.redoDevices { $0.append($0[0]) }
    try bundle.expect(fails: .run, "each device once", path: "$.devices[2].id")
    try bundle.redoDevices { $0.removeLast() }
    #expect(try bundle.verification().isVerified)
    let links = [DeviceLink(from: "die0/fake:0", to: "die2/fake:0", bandwidthGBps: 900, reason: nil)]
    try bundle.redo(try bundle.devicesResult.with(links: links))
    try bundle.expect(fails: .run, "two of the devices that were measured", path: "$.links[0]")
  }

  @Test("the energy of a run without a pause is not that of the readings, or it did not run after the visits")
  func energy() throws {
    let record = try FakeDevicesRun.record()
    let bundle = try FakeBundle.ofDevices()
    var devices = record.devices
    let old = try #require(devices[0].rows[0].sustained)
    devices[0].rows[0].sustained = .init(
      tops: old.tops, seconds: old.seconds,
      power: PowerSummary(joules: 1, seconds: old.seconds, source: old.power.source),
      startSeconds: old.startSeconds)
    try bundle.redo(record.with(devices: devices))
    try bundle.expect(fails: .samples, "the file has 1;", path: "\(Self.row).sustained.power.joules")
    devices[0].rows[0].sustained = devices[0].sustained(old.tops, from: 1, seconds: old.seconds)
    try bundle.redo(record.with(devices: devices))
    try bundle.expect(fails: .run, "a run from", path: "\(Self.row).sustained")
  }

  @Test(
    "figures that no device has are refused before anything is worked out with them",
    arguments: [
      ("measurement.json", "\"memoryBytes\":", "-1"), ("measurement.json", "\"copyGBps\":", "-1"),
      ("measurement.json", "\"copyGBps\":", "1e300"), ("measurement.json", "\"utilisation\":", "55"),
      ("measurement.json", "\"watts\":", "-1"), ("measurement.json", "\"clockMHz\":", "1e9"),
      ("measurement.json", "\"k\":", "0"), ("measurement.json", "\"k\":", "-16"),
      ("measurement.json", "\"k\":", "4611686018427387904"), ("measurement.json", "\"products\":", "0"),
      ("measurement.json", "\"products\":", "9000000000000000000"),
      ("measurement.json", "\"searchedSeconds\":", "-1"), ("measurement.json", "\"startSeconds\":", "-1"),
      ("measurement.json", "\"seconds\":", "1e999"), ("environment.json", "\"visibleCores\":", "0"),
    ])
  func impossible(file: String, name: String, value: String) throws {
    let bundle = try FakeBundle.ofDevices()
    var text = try bundle.text(file)
    if name == "\"memoryBytes\":" {
      text = text.replacing("\"package\":", with: "\"memoryBytes\":1,\"package\":")
    }
    let pattern = try Regex(name + #"-?[0-9.e+-]+"#)
    #expect(text.contains(pattern))
    try bundle.write(text.replacing(pattern) { _ in name + value }, to: file)
    try bundle.resign()
    let failure = try #require(try bundle.verification().failure)
    #expect([.samples, .run].contains(failure.check), "\(failure.message)")
  }
}

extension DeviceMeasurement {
  /// The same under another description.
  fileprivate func with(device: DeviceDescription) -> DeviceMeasurement {
    var other = DeviceMeasurement(id: id, device: device, worker: worker, workerFile: workerFile)
    (other.rows, other.memory, other.telemetry, other.failure) = (rows, memory, telemetry, failure)
    (other.seconds, other.searchedSeconds) = (seconds, searchedSeconds)
    return other
  }
}
