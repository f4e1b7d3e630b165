import Foundation
import Rating
import Testing

@testable import Measurement
@testable import Report

@Suite struct DevicePagesTests {
  private func two() throws -> DevicesResult {
    let slow = DeviceFixture.measured(DeviceFixture.h100("cuda:1"), try DeviceFixture.rows(scale: 0.9))
    return DeviceFixture.result(
      [DeviceFixture.measured(DeviceFixture.h100(), try DeviceFixture.rows()), slow],
      links: [.init(from: "cuda:0", to: "cuda:1", bandwidthGBps: 390, reason: nil)])
  }

  @Test("a device's page has who it is, its rows apart by kind, its memory, and what it did")
  func single() throws {
    let page = DeviceFixture.page(
      DeviceFixture.result([DeviceFixture.measured(DeviceFixture.h100(), try DeviceFixture.rows())]))
    let titles = page.document.sections.map(\.title)
    #expect(
      titles == [
        "cuda:0, NVIDIA H100 80GB HBM3", "cuda:0: dense products",
        "cuda:0: dense products with fast accumulation", "cuda:0: sparse products, which earn no TPP",
        "cuda:0: memory, power and clock", "cuda:0: run rules", "Run", "How to read this",
      ])
    let text = DeviceFixture.text(page.document)
    for part in [
      "0000:41:00.0, 10de:2330", "570.86.15", "cuBLASLt 12.8.4", "8192x8192x8192", "nvjet_hsh_128x256",
      "BF16",
      "columns", "794.5", "778.6", "1.2 %", "agreement", "1,403", "1,300", "2,800 GB/s", "3,010 GB/s",
      "696 W of 700 W allowed", "60.0 °C", "1,410 MHz of 1,980 MHz (71.2 %)",
      "power in 90.9 % of the readings", "6,000 J over 11 readings", "FP4 unsupported: the reason of FP4",
      "assay measure --device cuda:0 --precision bf16", "nothing checks them", "indicative",
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
    #expect(page.spreads.isEmpty && page.links.isEmpty && page.packages.isEmpty && page.warnings.isEmpty)
  }

  @Test("several devices stand side by side: the slowest by name, the median, the fastest; the sum apart")
  func several() throws {
    let page = DeviceFixture.page(try two())
    let bf16 = try #require(page.spreads.first { $0.kind.label == "BF16" })
    #expect(bf16.slowest.device == "cuda:1")
    #expect(abs(bf16.slowest.tops - 794.5 * 0.9) < 1e-9)
    #expect(bf16.fastest.device == "cuda:0")
    #expect(abs(bf16.medianTops - 794.5 * 0.95) < 1e-9)
    #expect(abs(bf16.spread - (1 / 0.9 - 1)) < 1e-9)
    #expect(abs(bf16.totalTops - 794.5 * 1.9) < 1e-9)
    #expect(page.spreads.map(\.kind.label).contains("BF16, sparse 2:4"))
    let sections = page.document.sections
    let together = try #require(sections.first { $0.title == "All devices together" })
    let text = DeviceFixture.text(Document(title: "", sections: [together]))
    #expect(text.contains("1,510"), "\(text)")
    #expect(DeviceFixture.text(page.document).contains("390.0"))
    #expect(sections.contains { $0.title == "Devices side by side" })
  }

  @Test("the dies of a package stand each for itself and together")
  func package() throws {
    let dies = try ["hip:0", "hip:1"].map { id in
      var die = DeviceDescription(id: id, name: "AMD Instinct MI250X")
      die.package = "0000:c1"
      return DeviceFixture.measured(die, [try DeviceFixture.row(.bf16, id == "hip:0" ? 150 : 140)])
    }
    let page = DeviceFixture.page(DeviceFixture.result(dies))
    let package = try #require(page.packages.first)
    #expect(package.devices == ["hip:0", "hip:1"])
    #expect(package.spreads.map(\.totalTops) == [290])
    let text = DeviceFixture.text(page.document)
    #expect(text.contains("Package 0000:c1"))
    #expect(text.contains("hip:0, TOP/s"))
    #expect(text.contains("290.0"))
  }

  @Test("an interruption, a device that is left out and other processes stand above the figures")
  func warnings() throws {
    var gone = DeviceFixture.measured(
      DeviceFixture.h100("cuda:1"),
      [MeasurementRow(precision: .bf16, status: .failed, reason: "its worker hung")])
    gone.failure = DeviceError(.gone, "its worker hung")
    let busy = DeviceFixture.measured(
      DeviceFixture.h100(), try DeviceFixture.rows(), telemetry: DeviceFixture.telemetry(processes: 3))
    let page = DeviceFixture.page(DeviceFixture.result([busy, gone], interrupted: true))
    #expect(page.partial)
    #expect(page.warnings.map { String($0.prefix { $0 != ":" }) } == ["PARTIAL", "DISTURBED", "LEFT OUT"])
    #expect(page.warnings[2] == "LEFT OUT: cuda:1: its worker hung")
    let sections = page.document.sections
    #expect(sections.first?.title == "Warnings")
    #expect(!sections.contains { $0.title.hasPrefix("cuda:1: ") })
    let text = DeviceFixture.text(page.document)
    #expect(text.contains("Left out: its worker hung"))
    var given = DeviceFixture.measured(DeviceFixture.h100(), try DeviceFixture.rows())
    given.failure = DeviceError(.gone, "its worker hung")
    #expect(
      DeviceFixture.page(DeviceFixture.result([given])).warnings == ["GIVEN UP: cuda:0: its worker hung"])
  }

  @Test("a device that tells nothing of itself and of what it does is reported with null for all of it")
  func silence() throws {
    let device = DeviceMeasurement(
      id: "x:0", device: DeviceDescription(id: "x:0", name: "X"), worker: "x", workerFile: nil)
    let page = DeviceFixture.page(DeviceFixture.result([device]))
    let object = try #require(
      (try DeviceFixture.object(page)["devices"] as? [[String: Any]])?.first)
    for key in [
      "id", "device", "worker", "workerFile", "measurements", "memory", "telemetry", "failure", "seconds",
    ] {
      #expect(object.keys.contains(key), "\(key)")
    }
    #expect(object["memory"] is NSNull && object["failure"] is NSNull && object["workerFile"] is NSNull)
    let told = try #require(object["device"] as? [String: Any])
    #expect(
      Set(told.keys) == [
        "id", "name", "vendor", "architecture", "uuid", "memoryBytes", "freeBytes", "cacheBytes",
        "processors",
        "driver", "libraries", "ecc", "telemetry", "pci", "package", "partition",
      ])
    #expect(told.values.filter { $0 is NSNull }.count == 14)
    let telemetry = try #require(object["telemetry"] as? [String: Any])
    #expect(
      Set(telemetry.keys) == [
        "highestWatts", "limitWatts", "highestCelsius", "clockMHz", "highestClockMHz", "throttle", "joules",
        "processes", "reason", "readings",
      ])
    #expect(DeviceFixture.text(page.document).contains("the worker tells nothing of them"))
  }

  @Test("the JSON has a schema version, and each row its variant")
  func json() throws {
    let object = try DeviceFixture.object(DeviceFixture.page(try two()))
    #expect(object["schemaVersion"] as? String == RatingReport.schemaVersion)
    for key in [
      "generated", "command", "host", "partial", "run", "devices", "spreads", "packages", "links", "warnings",
    ] {
      #expect(object[key] != nil, "\(key)")
    }
    let devices = try #require(object["devices"] as? [[String: Any]])
    let rows = try #require(devices.first?["measurements"] as? [[String: Any]])
    #expect(rows.allSatisfy { $0.keys.contains("variant") && $0.keys.contains("topsBest") })
    #expect((rows[2]["variant"] as? [String: Any])?["accumulate"] as? String == "fast")
    let links = try #require(object["links"] as? [[String: Any]])
    #expect(links.first?["reason"] is NSNull)
    #expect(links.first?["bandwidthGBps"] as? Double == 390)
    let reading = ((devices.first?["telemetry"] as? [String: Any])?["readings"] as? [[String: Any]])?.first
    #expect(reading?["utilisation"] is NSNull)
    #expect(reading?["watts"] as? Double == 120)
  }

  @Test("every format has the device and its rates", arguments: ["markdown", "html"])
  func formats(format: String) throws {
    let document = DeviceFixture.page(try two()).document
    let text =
      format == "markdown"
      ? MarkdownRenderer().render(document) : HTMLRenderer(chartLibrary: nil).render(document)
    for part in ["NVIDIA H100 80GB HBM3", "794.5", "Devices side by side", "earn no TPP"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("the operations for a watt of a sustained row are told, and how many products were checked by whom")
  func efficiency() throws {
    var row = try DeviceFixture.row(.bf16, 800)
    row.check = ProductCheck(
      method: .freivalds, vectors: 2, products: 48, residual: 1e-3, bound: 1e-2, passed: true, mistrusted: nil
    )
    row.deviceCheck = ProductCheck(
      method: .freivaldsOnDevice, vectors: 1, products: 3, residual: 1e-3, bound: 1e-2, passed: true,
      mistrusted: nil)
    row.sustained = .init(
      tops: 700, seconds: 10, power: PowerSummary(joules: 6_900, seconds: 10, source: "the worker's counter"))
    let page = DeviceFixture.page(
      DeviceFixture.result([DeviceFixture.measured(DeviceFixture.h100(), [row])]))
    let text = DeviceFixture.text(page.document)
    #expect(text.contains("BF16: 1,014 GOP/s a watt (the worker's counter)"))
    #expect(text.contains("48, 3 by the device"))
  }
}
