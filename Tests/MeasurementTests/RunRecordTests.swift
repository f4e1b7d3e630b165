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
    let digests = FileDigest.of([path, "/nonexistent/library.so"])
    // FIPS 180-2, appendix B.1.
    #expect(digests[0].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(digests[1].sha256 == nil)
    #expect(digests[1].reason?.isEmpty == false)
  }
}
