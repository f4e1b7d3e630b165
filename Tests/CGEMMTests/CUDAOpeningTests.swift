import CGEMM
import Testing

@Suite struct CUDAOpeningTests {
  @Test("with a driver and cuBLASLt alone there is a device that multiplies")
  func least() throws {
    let libraries = try FakeLibraries.folder(of: ["libcuda.so.1", "libcublasLt.so.12"])
    let probe = try PluginProbe.cuda(libraries: libraries)
    try probe.get("open")
    #expect(try probe.get("count") == ["1"])
    let device = try probe.ask("describe", 0)
    #expect(device["name"] == "FakeCUDA B200")
    #expect(device["libraries"] == "cuBLASLt 12.9.3, cudart 12.8")
    try probe.get("select", 0)
    #expect(
      try probe.ask("supports", DeviceProduct(name: "", input: .fp16, output: .fp16).words).status == ASSAY_OK
    )
    let sparse = try probe.ask(
      "supports", DeviceProduct(name: "", input: .fp16, output: .fp16, sparse: true).words)
    #expect(sparse.status == ASSAY_UNSUPPORTED)
    #expect(sparse.message.hasPrefix("no cuSPARSELt (pip install nvidia-cusparselt-cu12): "))
    let telemetry = try probe.ask("telemetry", 0)
    #expect(telemetry.status == ASSAY_UNSUPPORTED)
    #expect(
      telemetry.message.hasPrefix("no NVML, which comes with the driver: libnvidia-ml.so.1 is neither in "))
  }

  @Test(
    "a driver that is of no use is told with the remedy",
    arguments: [
      ("no-driver", "the NVIDIA driver sees no device: look at nvidia-smi and CUDA_VISIBLE_DEVICES"),
      ("old", "the NVIDIA driver speaks CUDA 10.2: install one for CUDA 11 or newer"),
      ("stub", "libcuda.so.1 is the toolkit's stub, made for linking only"),
      ("driver=11080", "no cuBLASLt for this driver (CUDA 11.8): libcublasLt.so.11 is neither in "),
      ("devices=0", "the NVIDIA driver sees no device"),
    ])
  func refused(fake: String, reason: String) throws {
    let probe = try PluginProbe.cuda(fake)
    let reply = try probe.ask("open")
    let last = reply.status == ASSAY_OK ? try probe.ask("count") : reply
    #expect(last.status == ASSAY_UNSUPPORTED)
    #expect(last.message.hasPrefix(reason), "\(last)")
  }

  @Test("a library that lacks a function is named with it")
  func missingSymbol() throws {
    let folder = try FakeLibraries.folder()
    let reply = try PluginProbe.cuda(libraries: "\(folder)/missing-symbol:\(folder)").ask("open")
    #expect(reply.status == ASSAY_UNSUPPORTED)
    #expect(
      reply.message
        == "\(folder)/missing-symbol/libcublasLt.so.12 has no cublasLtMatmul: install another cuBLAS, 11 or newer "
        + "(pip install nvidia-cublas-cu12)")
  }

  @Test("without the driver's library that is told, where the machine has none of its own")
  func noLibrary() throws {
    let reply = try PluginProbe.cuda(libraries: FakeLibraries.folder(of: ["libcublasLt.so.12"])).ask("open")
    // A machine with a real driver opens that.
    guard reply.status != ASSAY_OK, !reply.message.contains("cuInit") else { return }
    #expect(reply.status == ASSAY_UNSUPPORTED)
    #expect(reply.message.hasPrefix("no NVIDIA driver: libcuda.so.1 is neither in "))
    #expect(reply.message.hasSuffix("; install it, or start the container with its GPUs (--gpus all)"))
  }

  @Test("a device of somebody else is busy")
  func busy() throws {
    let probe = try PluginProbe.cuda("busy")
    try probe.get("open")
    #expect(try probe.ask("describe", 0).status == ASSAY_OK)
    let reply = try probe.ask("select", 0)
    #expect(reply.status == ASSAY_BUSY)
    #expect(
      reply.message
        == "cuDevicePrimaryCtxRetain: CUDA_ERROR_DEVICE_UNAVAILABLE (CUDA-capable device(s) is/are busy or unavailable)"
    )
  }

  @Test("before a device is chosen nothing can be asked of it, and nothing falls over")
  func early() throws {
    let probe = try PluginProbe.cuda()
    try probe.get("open")
    let product = DeviceProduct(name: "", input: .fp64, output: .fp64).words
    let calls: [(String, [any CustomStringConvertible])] = [
      ("allocate", [100]), ("supports", product), ("prepare", product + [1]), ("draw", [0, 0, 10, 1]),
      ("flip", [0, 0, 0, 1, 1, 1]), ("check", product + [0, 0, 0, 1]), ("bandwidth", [0, 0, 100, 1]),
      ("upload", [0, "/dev/null"]), ("download", [0, 0, "/dev/null"]),
    ]
    for (call, arguments) in calls {
      let reply = try probe.ask(call, arguments)
      #expect(
        reply.status == ASSAY_FAILED && reply.message == "no device has been chosen", "\(call): \(reply)")
    }
    try probe.get("close")
  }

  @Test("a device that there is not is refused, and none is chosen twice")
  func numbers() throws {
    let probe = try PluginProbe.cuda("devices=2")
    try probe.get("open")
    #expect(try probe.get("count") == ["2"])
    for call in ["describe", "telemetry", "select"] {
      let reply = try probe.ask(call, 2)
      #expect(reply.status == ASSAY_FAILED)
      #expect(reply.message == "cuDeviceGet: CUDA_ERROR_INVALID_DEVICE (invalid device ordinal)")
    }
    try probe.get("select", 1)
    #expect(try probe.ask("select", 0).status == ASSAY_FAILED)
    try probe.get("close")
  }

  @Test("memory that is not there is told with its size, and the session lives on")
  func memory() throws {
    let probe = try PluginProbe.selectedCUDA("oom")
    let reply = try probe.ask("allocate", 100 << 20)
    #expect(reply.status == ASSAY_OUT_OF_MEMORY)
    #expect(reply.message == "cuMemAlloc of 104857600 bytes: CUDA_ERROR_OUT_OF_MEMORY (out of memory)")
    // Eleven MiB are left no more beside the 32 of cuBLASLt's workspace.
    let address = try probe.allocate(11 << 20)
    let product = DeviceProduct(name: "", input: .fp16, output: .fp16)
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OUT_OF_MEMORY)
    try probe.get("release", address)
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
  }

  @Test("a device that vanishes is gone, whatever is asked of it", arguments: [12, 20, 30, 45])
  func vanishes(calls: Int) throws {
    let probe = try PluginProbe.cuda("vanish=\(calls)")
    let product = DeviceProduct(name: "", input: .fp64, output: .fp64, shape: (4, 4, 4))
    try probe.get("open")
    var reply = try probe.ask("select", 0)
    for _ in 0..<60 where reply.status == ASSAY_OK {
      reply = try probe.ask("allocate", 1024)
      guard reply.status == ASSAY_OK else { break }
      let address = reply.fields[0]
      reply = try probe.ask("draw", 0, address, 16, 1)
      guard reply.status == ASSAY_OK else { break }
      reply = try probe.ask("prepare", product.words + [1])
      guard reply.status == ASSAY_OK else { break }
      reply = try probe.ask("run", 0, 3, 1, address, address, address)
    }
    #expect(reply.status == ASSAY_GONE)
    #expect(reply.message.contains("CUDA_ERROR_LAUNCH_FAILED (unspecified launch failure)"), "\(reply)")
    #expect(try probe.ask("allocate", 1024).status == ASSAY_GONE)
    try probe.get("close")
  }

  @Test("an operand outside of the memory is a device that is gone, not a crash")
  func illegalAddress() throws {
    let probe = try PluginProbe.selectedCUDA()
    let product = DeviceProduct(name: "", input: .fp64, output: .fp64, shape: (4, 4, 4))
    let address = try probe.allocate(128)
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
    let reply = try probe.ask("run", 0, 3, 1, address, address, address + 4096)
    #expect(reply.status == ASSAY_GONE)
    #expect(reply.message.contains("CUDA_ERROR_ILLEGAL_ADDRESS"))
  }

  @Test("a device that hangs does so in its own process, which can be ended")
  func hangs() throws {
    let probe = try PluginProbe.selectedCUDA("hang")
    #expect(throws: ProbeError.self) { try probe.ask("upload", 0, "/dev/null", within: 0.5) }
  }

  @Test("time of the device includes what the device takes")
  func slow() throws {
    let probe = try PluginProbe.selectedCUDA("slow=30")
    let product = DeviceProduct(name: "", input: .fp64, output: .fp64, shape: (4, 4, 4))
    let placed = try PlacedProduct(
      product, a: smallNumbers(16, seed: 1), b: smallNumbers(16, seed: 2), on: probe)
    #expect(try probe.ask("prepare", product.words + [1]).status == ASSAY_OK)
    let seconds = try probe.get("run", 0, 3, 1, placed.addresses.a, placed.addresses.b, placed.addresses.c)
    #expect(Double(seconds[0]).map { $0 >= 0.09 && $0 < 5 } == true)
  }
}
