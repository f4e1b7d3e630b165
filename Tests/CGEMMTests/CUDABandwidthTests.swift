import CGEMM
import Testing

@Suite struct CUDABandwidthTests {
  @Test("bytes that move are counted as read and written", arguments: [(0, 2), (1, 1), (2, 2)])
  func moved(kind: Int, times: Int) throws {
    let probe = try PluginProbe.selectedCUDA("devices=2")
    let told = try probe.get("bandwidth", kind, 1, 1 << 20, 5)
    #expect(Double(told[0]).map { $0 > 0 && $0 < 5 } == true)
    #expect(told[1] == "\(5 * times << 20)")
  }

  @Test("memory is given back, after success and after failure")
  func givenBack() throws {
    let probe = try PluginProbe.selectedCUDA("devices=2,memory=64")
    for _ in 0..<4 {
      for kind in 0..<3 {
        #expect(try probe.ask("bandwidth", kind, 1, 30 << 20, 1).status == ASSAY_OK)
        #expect(try probe.ask("bandwidth", kind, 1, 65 << 20, 1).status == ASSAY_OUT_OF_MEMORY)
      }
    }
    #expect(try probe.ask("allocate", 64 << 20).status == ASSAY_OK)
  }

  @Test("what cannot be measured says so")
  func refused() throws {
    let probe = try PluginProbe.selectedCUDA()
    #expect(try probe.ask("bandwidth", 2, 0, 1 << 20, 1).message == "device 0 is no peer of itself")
    #expect(try probe.ask("bandwidth", 2, 1, 1 << 20, 1).status == ASSAY_FAILED)
    #expect(try probe.ask("bandwidth", 3, 0, 1 << 20, 1).status == ASSAY_UNSUPPORTED)
    #expect(try probe.ask("bandwidth", 0, 0, 0, 1).status == ASSAY_FAILED)
    let alone = try PluginProbe.selectedCUDA(
      libraries: FakeLibraries.folder(of: ["libcuda.so.1", "libcublasLt.so.12"]))
    #expect(try alone.ask("bandwidth", 0, 0, 1 << 20, 1).status == ASSAY_OK)
    #expect(try alone.ask("bandwidth", 1, 0, 1 << 20, 1).status == ASSAY_UNSUPPORTED)
  }
}
