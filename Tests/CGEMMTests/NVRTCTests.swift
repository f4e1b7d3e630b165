import CGEMM
import Foundation
import Testing

/// The real compiler, which needs no device: `pip install nvidia-cuda-nvrtc-cu12`, and its folder in ASSAY_LIBRARY_PATH.
@Suite struct NVRTCTests {
  static func probe() throws -> PluginProbe {
    let environment = ProcessInfo.processInfo.environment
    return try PluginProbe("cuda", libraries: environment["ASSAY_LIBRARY_PATH"] ?? "")
  }

  static let isThere = (try? probe().ask("compile", 90).status) != ASSAY_UNSUPPORTED

  @Test(
    "the kernels compile for every generation of parts", .enabled(if: isThere, "there is no libnvrtc here"),
    arguments: [75, 80, 86, 89, 90, 100, 120])
  func compiled(capability: Int) throws {
    let reply = try Self.probe().ask("compile", capability)
    #expect(reply.status == ASSAY_OK, "\(reply)")
    #expect(["machine code", "PTX"].contains(reply.message))
  }

  @Test("for a part of tomorrow they become PTX", .enabled(if: isThere, "there is no libnvrtc here"))
  func portable() throws {
    #expect(try Self.probe().ask("compile", 199).fields == ["PTX"])
  }
}
