import CGEMM
import Parallel
import Testing

@Suite struct CUDADrawingTests {
  static let formats = DeviceFormat.allCases.filter { $0 != .int32 }

  @Test("elements are drawn on the device to the bit as the protocol says", arguments: formats, [1, 5001])
  func drawn(format: DeviceFormat, count: Int) throws {
    let probe = try PluginProbe.selectedCUDA()
    let seed: UInt64 = 0xfedc_ba98_7654_3210
    let bytes = (count * format.bits + 7) / 8
    let address = try probe.place([UInt8](repeating: 0x5a, count: bytes + 3))
    #expect(try probe.ask("draw", format.rawValue, address, count, seed).status == ASSAY_OK)
    let held = try probe.download(bytes + 3, from: address)
    #expect(Array(held.prefix(bytes)) == format.packed((0..<count).map { format.drawn($0, seed: seed) }))
    // Nothing behind them is touched.
    #expect(held.suffix(3) == [0x5a, 0x5a, 0x5a])
  }

  @Test("signs turn by row and column, and nothing else changes", arguments: formats)
  func flipped(format: DeviceFormat) throws {
    let probe = try PluginProbe.selectedCUDA()
    // An odd number of columns: a byte of two elements belongs to two rows.
    let (rows, columns, seed) = (37, 21, UInt64(77))
    let elements = (0..<rows * columns).map { format.drawn($0, seed: 3) }
    let from = try probe.place(format.packed(elements))
    let to = try probe.place([UInt8](repeating: 0, count: format.packed(elements).count))
    #expect(try probe.ask("flip", format.rawValue, to, from, rows, columns, seed).status == ASSAY_OK)
    let expected = elements.enumerated().map { index, element in
      let row = SplitMix64.number(at: index / columns, seed: seed) >> 63
      let column = SplitMix64.number(at: index % columns, seed: ~seed) >> 63
      return row == column ? element : format.negated(element)
    }
    let flipped = format.unpacked(
      try probe.download(format.packed(elements).count, from: to), count: elements.count)
    #expect(flipped == expected)
    #expect(
      format.unpacked(try probe.download(format.packed(elements).count, from: from), count: elements.count)
        == elements)
  }

  @Test("on a device newer than the compiler its newest portable code is loaded", arguments: [103, 121, 87])
  func portable(capability: Int) throws {
    let probe = try PluginProbe.selectedCUDA("capability=\(capability)")
    let address = try probe.allocate(800)
    #expect(try probe.ask("draw", 0, address, 100, 1).status == ASSAY_OK)
  }

  @Test("without the compiler, and where it fails, that is told")
  func missing() throws {
    let libraries = try FakeLibraries.folder(of: ["libcuda.so.1", "libcublasLt.so.12"])
    let probe = try PluginProbe.selectedCUDA(libraries: libraries)
    let address = try probe.allocate(800)
    let reply = try probe.ask("draw", 0, address, 100, 1)
    #expect(reply.status == ASSAY_UNSUPPORTED)
    #expect(
      reply.message.hasPrefix(
        "no NVRTC for this driver (pip install nvidia-cuda-nvrtc-cu12): libnvrtc.so.12, "))

    let failing = try PluginProbe.selectedCUDA("no-compile")
    let refused = try failing.ask("draw", 0, try failing.allocate(800), 100, 1)
    #expect(refused.status == ASSAY_UNSUPPORTED)
    #expect(
      refused.message
        == "nvrtcCompileProgram for --gpu-architecture=sm_100: NVRTC_ERROR_COMPILATION: assay.cu(1): error: a fake one "
    )
  }
}
