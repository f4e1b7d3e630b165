import ChipDB
import Testing

@testable import Measurement
@testable import Report

@Suite struct DeviceIdentificationTests {
  let database: ChipDatabase

  init() throws { database = try DeviceFixture.database() }

  private func device(_ name: String, pci: String? = nil, vendor: String? = nil) -> DeviceDescription {
    var device = DeviceDescription(id: "x:0", name: name)
    device.vendor = vendor
    let numbers = pci?.split(separator: ":").map(String.init)
    device.pci = numbers.map { .init(vendor: $0[0], device: $0[1]) }
    return device
  }

  @Test(
    "a device is found by its PCI id, by the name that NVML, ROCm or a framework tells, or by both",
    arguments: [
      ("NVIDIA H100 80GB HBM3", "10DE:2330", "h100-sxm"), ("NVIDIA H100 80GB HBM3", nil, "h100-sxm"),
      // A virtual GPU has a name of its own, and the PCI id of the physical one.
      ("GRID A100D-20C", "10de:20b5", "a100-pcie"),
      ("AMD Instinct MI300X", "1002:74b5", "mi300x"), ("AMD Instinct MI250X", "1002:740c", "mi250x"),
      ("Ascend910B2", nil, "ascend-910b2"), ("Ascend910B2", "19e5:d802", "ascend-910b2"),
      ("MTT S4000", "1ed5:0327", "mtt-s4000"),
    ] as [(String, String?, String)])
  func found(name: String, pci: String?, chip: String) {
    let identification = DeviceIdentification(device(name, pci: pci), in: database)
    #expect(identification.chip?.id == chip, "\(identification.reason)")
  }

  @Test("the vendor's name before the device's own makes a name that tables have")
  func vendor() {
    let bare = DeviceIdentification(device("Ascend 910B4"), in: database)
    let named = DeviceIdentification(device("Ascend 910B4", vendor: "Huawei"), in: database)
    #expect(bare.chip?.id == named.chip?.id)
    #expect(named.chip?.id == "ascend-910b4")
    #expect(
      DeviceIdentification(device("H100 SXM5 80GB", vendor: "NVIDIA"), in: database).chip?.id == "h100-sxm")
  }

  @Test(
    "an id that several chips share names none of them, and the answer says which",
    arguments: [
      ("AMD Instinct MI250X / MI250", "1002:740c", "MI250 and AMD Instinct MI250X"),
      ("something new", "1002:740c", "MI250 and AMD Instinct MI250X"),
      ("AMD Instinct MI250X / MI250", nil, "its name 'AMD Instinct MI250X / MI250' is shared by"),
      ("Ascend910", "19e5:d802", "Huawei Ascend 910B2"),
    ] as [(String, String?, String)])
  func ambiguous(name: String, pci: String?, message: String) {
    let identification = DeviceIdentification(device(name, pci: pci), in: database)
    #expect(identification.chip == nil)
    #expect(identification.reason.contains(message), "\(identification.reason)")
    #expect(identification.reason.contains("so that no chip is assumed"))
  }

  @Test("a name and a PCI id that disagree name no chip")
  func disagreement() {
    let identification = DeviceIdentification(device("NVIDIA H200", pci: "10de:2330"), in: database)
    #expect(identification.chip == nil)
    #expect(identification.reason.contains("they disagree"))
    #expect(identification.reason.contains("H100") && identification.reason.contains("H200"))
  }

  @Test("what no table has is unknown, never the nearest")
  func unknown() {
    #expect(
      DeviceIdentification(device("NVIDIA H100 81GB"), in: database).reason
        == "no PCI id is told, and its name 'NVIDIA H100 81GB' is not in the database")
    let identification = DeviceIdentification(device("H1000", pci: "10de:ffff"), in: database)
    #expect(identification.chip == nil)
    #expect(
      identification.reason == "neither its PCI id 10de:ffff nor its name 'H1000' is in the database")
    #expect(DeviceIdentification(device(""), in: database).chip == nil)
  }

  @Test("the name of a partition does not belong to the chip's")
  func partition() {
    var device = device("NVIDIA H100 80GB HBM3 MIG 1g.10gb", pci: "10de:2330")
    device.partition = .init(name: "MIG 1g.10gb", processors: 16, wholeProcessors: 132)
    let identification = DeviceIdentification(device, in: database)
    #expect(identification.chip?.id == "h100-sxm")
    #expect(identification.reason.contains("its name 'NVIDIA H100 80GB HBM3'"))
    let part = DevicePart(identification)
    #expect(part.share == 16.0 / 132)
    #expect(part.words == "MIG 1g.10gb, 16 of 132 processors")
  }

  @Test("of a share of unknown size no part is assumed")
  func unknownShare() {
    var device = device("GRID A100D-20C", pci: "10de:20b5")
    device.partition = .init(name: "vGPU A100D-20C")
    let part = DevicePart(DeviceIdentification(device, in: database))
    #expect(part.share == nil)
    #expect(part.words.contains("no declared figure is held against a share of unknown size"))
  }

  @Test("a die is a part of its package by the table of dies, and by that alone")
  func dies() {
    var device = device("AMD Instinct MI250X", pci: "1002:7408")
    #expect(DevicePart(DeviceIdentification(device, in: database)).share == 1)
    device.package = "0000:c1"
    #expect(DevicePart(DeviceIdentification(device, in: database)).share == 0.5)
    // The framework's name is that of a die, whether or not the worker tells of the package.
    let ascend = DeviceIdentification(self.device("Ascend910_9382"), in: database)
    #expect(ascend.chip?.id == "ascend-910c")
    #expect(DevicePart(ascend).share == nil)
    #expect(ascend.remarks.contains { $0.contains("name of one die") })
  }

  @Test("what the database notes of an id goes with the answer")
  func remarks() {
    let identification = DeviceIdentification(device("AMD Instinct MI300X", pci: "1002:74b5"), in: database)
    #expect(identification.remarks == ["1002:74b5 of AMD Instinct MI300X: virtual function (pci-ids)"])
  }
}
