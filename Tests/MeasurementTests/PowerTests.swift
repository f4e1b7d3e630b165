import Testing

@testable import Measurement

@Suite struct PowerTests {
  static func meter(_ files: [String: String]) throws -> PowerMeter {
    switch PowerMeter.find(try FakeSystem(files).files) {
    case .available(let meter): return meter
    case .unavailable(let reason): throw ProviderError(reason)
    }
  }

  static let twoPackages = [
    "sys/class/powercap/intel-rapl:0/name": "package-0\n",
    "sys/class/powercap/intel-rapl:0/energy_uj": "5000000\n",
    "sys/class/powercap/intel-rapl:0/max_energy_range_uj": "10000000\n",
    "sys/class/powercap/intel-rapl:0:0/name": "core\n",
    "sys/class/powercap/intel-rapl:0:0/energy_uj": "1\n",
    "sys/class/powercap/intel-rapl:1/name": "package-1\n",
    "sys/class/powercap/intel-rapl:1/energy_uj": "9000000\n",
    "sys/class/powercap/intel-rapl:1/max_energy_range_uj": "10000000\n",
    "sys/class/powercap/intel-rapl:2/name": "psys\n",
    "sys/class/powercap/intel-rapl:2/energy_uj": "7\n",
  ]

  @Test(
    "packages are summed, their parts and the platform are not, and a counter that starts again counts on")
  func packages() throws {
    let meter = try Self.meter(Self.twoPackages)
    #expect(meter.source == "RAPL, 2 package(s)")
    #expect(meter.reading() == [5e6, 9e6])
    #expect(meter.joules(from: [5e6, 9e6], to: [7e6, 1e6]) == 4)
  }

  @Test("without a range a counter that went back tells nothing")
  func noRange() throws {
    var files = Self.twoPackages
    files["sys/class/powercap/intel-rapl:1/max_energy_range_uj"] = nil
    let meter = try Self.meter(files)
    #expect(meter.joules(from: [5e6, 9e6], to: [7e6, 1e6]) == nil)
    #expect(meter.joules(from: [5e6, 1e6], to: [7e6, 9e6]) == 10)
  }

  @Test("AMD's monitor counts sockets, a graphics card's is not taken for the processor")
  func monitors() throws {
    let amd = try Self.meter([
      "sys/class/hwmon/hwmon1/name": "amd_energy\n", "sys/class/hwmon/hwmon1/energy1_input": "3000000\n",
      "sys/class/hwmon/hwmon1/energy1_label": "Ecore000\n",
      "sys/class/hwmon/hwmon1/energy2_input": "8000000\n",
      "sys/class/hwmon/hwmon1/energy2_label": "Esocket0\n",
    ])
    #expect(amd.reading() == [8e6])
    #expect(throws: ProviderError.self) {
      try Self.meter([
        "sys/class/hwmon/hwmon0/name": "amdgpu\n", "sys/class/hwmon/hwmon0/energy1_input": "3000000\n",
        "sys/class/hwmon/hwmon0/energy1_label": "Esocket0\n",
      ])
    }
  }

  @Test("no counter and one that cannot be read are unavailable, each with its reason")
  func unavailable() throws {
    let none = #expect(throws: ProviderError.self) { try Self.meter(["proc/empty": "x"]) }
    #expect(none?.description.contains("no energy counter") == true)
    let locked = #expect(throws: ProviderError.self) {
      try Self.meter(["sys/class/powercap/intel-rapl:0/name": "package-0\n"])
    }
    #expect(locked?.description.contains("CVE-2020-8694") == true)
    let summary = PowerWatch(try FakeSystem(["proc/empty": "x"]).files).summary
    #expect(summary.watts == nil)
    #expect(summary.source.hasPrefix("unavailable: "))
  }
}
