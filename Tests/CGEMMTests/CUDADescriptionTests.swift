import CGEMM
import Testing

@Suite struct CUDADescriptionTests {
  private func described(_ fake: String, device: Int = 0) throws -> PluginProbe.Reply {
    let probe = try PluginProbe.cuda(fake)
    try probe.get("open")
    let reply = try probe.ask("describe", device)
    #expect(reply.status == ASSAY_OK)
    return reply
  }

  @Test("a part is described by the driver and by NVML, before it is chosen")
  func part() throws {
    let device = try described("devices=2", device: 1)
    let expected = [
      "name": "FakeCUDA B200", "vendor": "NVIDIA", "architecture": "sm_100",
      "uuid": "GPU-a1a8afb6-bdc4-cbd2-d9e0-e7eef5fc030a", "pci": "0000:18:00.0", "pciVendor": "10de",
      "pciDevice": "2901", "pciSubsystemVendor": "10de", "pciSubsystemDevice": "1999",
      "memory": "\(4096 << 20)",
      "free": "\(4000 << 20)", "cache": "\(8 << 20)", "processors": "16", "wholeProcessors": "0",
      "partition": "",
      "package": "", "ecc": "1", "driver": "575.57.08 (CUDA 12.9)",
      "libraries": "cuBLASLt 12.9.3, cudart 12.8, NVRTC 12.9, cuSPARSELt 0.8.1",
    ]
    for (name, value) in expected { #expect(device[name] == value, "\(name)") }
  }

  @Test("a MIG instance is told as the share that it is")
  func instance() throws {
    let device = try described("mig")
    #expect(device["name"] == "FakeCUDA B200")
    #expect(device["partition"] == "MIG 1g.23gb")
    #expect(device["uuid"]?.hasPrefix("MIG-04") == true)
    #expect(device["processors"] == "2")
    #expect(device["wholeProcessors"] == "16")
  }

  @Test("a vGPU is told as one")
  func virtual() throws {
    #expect(try described("vgpu")["partition"] == "vGPU")
  }

  @Test("what NVML would tell stays open without it")
  func withoutNVML() throws {
    let device = try described("no-nvml")
    #expect(device["driver"] == "CUDA 12.9")
    #expect(device["pci"] == "0000:17:00.0")
    #expect(device["pciDevice"] == "0")
    #expect(device["free"] == "0")
  }
}
