import Foundation
import Testing

@testable import Measurement

@Suite struct RunRecordTests {
  @Test("the environment is read as the system shows it; what it does not show is absent")
  func environment() throws {
    let system = try FakeSystem([
      "proc/loadavg": "0.50 1.25 2.00 3/456 789\n", "proc/stat": "cpu 1 2\nbtime 1790000000\n",
      "proc/meminfo": "SwapTotal: 1000 kB\nSwapFree: 400 kB\n",
      "sys/devices/system/cpu/intel_pstate/no_turbo": "1\n",
      "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "performance\n",
      "sys/devices/system/cpu/vulnerabilities/meltdown": "Not affected\n",
      "sys/devices/system/cpu/vulnerabilities/spectre_v2": "Mitigation: Retpolines\n",
      "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
    ])
    let environment = RunEnvironment.current(
      system.files, variables: ["OMP_NUM_THREADS": "4", "HOME": "/root", "MKL_THREADING_LAYER": "GNU"])
    #expect(environment.loadAverage == [0.5, 1.25, 2])
    #expect(environment.runnableThreads == 3)
    #expect(environment.bootTime == 1_790_000_000)
    #expect(environment.swapUsedKiB == 600)
    #expect(environment.boost == "off")
    #expect(environment.governor == "performance")
    #expect(environment.mitigations == ["spectre_v2": "Mitigation: Retpolines"])
    #expect(environment.variables == ["OMP_NUM_THREADS": "4", "MKL_THREADING_LAYER": "GNU"])
    let nothing = RunEnvironment.current(try FakeSystem(["proc/empty": "x"]).files, variables: [:])
    #expect(nothing.loadAverage.isEmpty)
    #expect(nothing.boost == nil)
  }

  @Test("a file's digest is that of its bytes; one that cannot be read has a reason instead")
  func digest() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
    let digests = FileDigest.of([path, "/nonexistent/library.so", "/tmp", "/dev/zero"])
    // FIPS 180-2, appendix B.1.
    #expect(digests[0].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(digests.dropFirst().allSatisfy { $0.sha256 == nil })
    #expect(digests[1].reason == "No such file or directory")
    #expect(digests[2].reason == "a directory, not a regular file")
    #expect(digests[3].reason == "a device, not a regular file")
  }

  @Test("messages around the length of a block, and a long one over many reads, have the digests they should")
  func digestOfAnyLength() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    func digest(_ count: Int) throws -> String {
      try Data(repeating: UInt8(ascii: "a"), count: count).write(to: URL(fileURLWithPath: path))
      return try #require(FileDigest.of([path])[0].sha256)
    }
    // FIPS 180-2, appendix B.3.
    #expect(try digest(1_000_000) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    let all = try (0..<200).map(digest).joined()
    try Data(all.utf8).write(to: URL(fileURLWithPath: path))
    // Of the 200 digests one after the other, by Python's hashlib.
    #expect(
      FileDigest.of([path])[0].sha256 == "019f2b9f1af27a53a1f046da7e98af2c179f431e4b5bebb000e74040917a4123")
  }
}
