import CGEMM
import Testing

@Suite("HIP: devices")
struct HipDeviceTests {
  @Test("A device is described with everything that HIP and rocm-smi tell")
  func describes() throws {
    let session = try HipSession(select: nil)
    defer { session.close() }
    #expect(try session.count() == 1)
    let device = try session.describe(0)
    #expect(text(device.name) == "FakeHIP MI300X")
    #expect(text(device.vendor) == "AMD")
    #expect(text(device.architecture) == "gfx942")
    #expect(text(device.uuid) == "GPU-5f3c0a1b2d4e0000")
    #expect(text(device.pci_address) == "0000:c1:00.0")
    #expect([device.pci_vendor, device.pci_device] == [0x1002, 0x74a1])
    #expect([device.pci_subsystem_vendor, device.pci_subsystem_device] == [0x1002, 0x0b0c])
    #expect(device.memory_bytes == 4 << 30)
    #expect(device.free_bytes == 3 << 30)
    #expect(device.cache_bytes == 4 << 20)
    #expect(device.processors == 304)
    #expect(device.whole_processors == 0)
    #expect(text(device.partition).isEmpty)
    #expect(text(device.package).isEmpty)
    #expect(device.ecc == 1)
    #expect(text(device.driver) == "6.10.5")
    #expect(
      text(device.libraries) == "HIP 6.4.43484, hipBLASLt 0.12.60401, rocBLAS 4.4.1.fake, hipRTC, rocm-smi")
    #expect(FakeHIP.allocated == 0)
  }

  @Test("The dies of an MI250 share a text, those of another do not")
  func dies() throws {
    let session = try HipSession(behaviour: "dual-die,devices=4", select: nil)
    defer { session.close() }
    let devices = try (0..<session.count()).map { try session.describe($0) }
    #expect(devices.map { text($0.architecture) } == ["gfx90a", "gfx90a", "gfx90a", "gfx90a"])
    let packages = devices.map { text($0.package) }
    #expect(
      packages == [
        "0000:c1:00 and 0000:c5:00", "0000:c1:00 and 0000:c5:00", "0000:c9:00 and 0000:cd:00",
        "0000:c9:00 and 0000:cd:00",
      ])
    #expect(
      devices.allSatisfy { text($0.partition).isEmpty && $0.whole_processors == 0 && $0.processors == 104 })
  }

  @Test("Where links do not tell which dies belong together, nothing is claimed")
  func noSister() throws {
    let session = try HipSession(behaviour: "dual-die,no-sister", select: nil)
    defer { session.close() }
    #expect(try text(session.describe(0).package).isEmpty)
  }

  @Test("A part in mode CPX is eight shares of one package")
  func partitions() throws {
    let session = try HipSession(behaviour: "cpx", select: nil)
    defer { session.close() }
    #expect(try session.count() == 8)
    for index in 0..<Int32(8) {
      let device = try session.describe(index)
      #expect(text(device.partition) == "CPX, 1 of 8")
      #expect(device.processors == 38)
      #expect(device.whole_processors == 304)
      #expect(text(device.package) == "0000:c1:00")
      #expect(text(device.pci_address) == "0000:c1:00.\(index)")
    }
  }

  @Test("Telemetry has the units that it is said to have")
  func telemetry() throws {
    let session = try HipSession(select: nil)
    defer { session.close() }
    let first = try session.telemetry(0)
    #expect(first.watts == 412)
    #expect(first.limit_watts == 750)
    #expect(first.celsius == 61.5)
    #expect(first.clock_mhz == 2_100)
    #expect(first.highest_clock_mhz == 2_100)
    #expect(first.memory_clock_mhz == 1_300)
    #expect(abs(first.utilisation - 0.87) < 1e-9)
    #expect(first.processes == 1)
    #expect(text(first.throttle).isEmpty)
    let begin = ContinuousClock.now
    let early = try session.telemetry(0).joules
    while ContinuousClock.now - begin < .milliseconds(50) {}
    let late = try session.telemetry(0).joules
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    // 412 W over at least the 50 ms that were waited and at most the time of both readings.
    #expect(late - early >= 412 * 0.05 * 0.9)
    #expect(late - early <= 412 * seconds * 1.1)
  }

  @Test(
    "A limit that lowers the clock is told",
    arguments: [("throttle", "power limit"), ("throttle,gfx90a", "power limit; temperature")])
  func throttle(_ behaviour: String, _ expected: String) throws {
    let session = try HipSession(behaviour: behaviour, select: nil)
    defer { session.close() }
    // Of MI300 the driver counts how long, so that it takes two readings.
    _ = try session.telemetry(0)
    let reading = try session.telemetry(0)
    #expect(text(reading.throttle) == expected)
    #expect(reading.clock_mhz == 1_050)
  }

  @Test("The second die of an MI250 tells no power, and none is made up")
  func secondDie() throws {
    let session = try HipSession(behaviour: "dual-die", select: nil)
    defer { session.close() }
    #expect(try session.telemetry(0).watts == 412)
    let second = try session.telemetry(1)
    #expect(second.watts.isNaN && second.limit_watts.isNaN && second.joules.isNaN)
    #expect(second.celsius == 61.5)
  }

  @Test("Another process on the device is counted, and a device that somebody else holds is busy")
  func busy() throws {
    let session = try HipSession(behaviour: "busy", select: nil)
    defer { session.close() }
    #expect(try session.telemetry(0).processes == 2)
    let failure = #expect(throws: HipFailure.self) { try HipSession(behaviour: "busy") }
    #expect(failure?.status == ASSAY_BUSY.rawValue)
  }

  @Test("Bandwidth counts each byte of a copy twice, also to a peer, and of a reading once")
  func bandwidth() throws {
    let session = try HipSession(behaviour: "devices=2")
    defer { session.close() }
    let bytes = 1 << 20
    for (kind, times) in [(Int32(0), 2), (1, 1), (2, 2)] {
      let result = try session.bandwidth(kind, peer: 1, bytes: bytes, count: 3)
      #expect(result.seconds > 0)
      #expect(result.moved == UInt64(3 * times * bytes))
    }
    #expect(FakeHIP.allocated == 0)
  }

  @Test("A device that is not reached directly is no peer")
  func noPeer() throws {
    let session = try HipSession(behaviour: "devices=2,no-peer")
    defer { session.close() }
    let failure = #expect(throws: HipFailure.self) {
      try session.bandwidth(2, peer: 1, bytes: 4_096, count: 1)
    }
    #expect(failure?.status == ASSAY_UNSUPPORTED.rawValue)
    #expect(failure?.message == "device 0 cannot reach device 1 but through the host")
  }
}
