import Foundation
import Testing

@testable import Measurement

/// Machines described by files: what the kernel would show.
struct FakeSystem {
  let root: String
  var files: SystemFiles { SystemFiles(root: root) }

  init(_ contents: [String: String]) throws {
    root = NSTemporaryDirectory() + "assay-host-\(UUID().uuidString)/"
    for (path, text) in contents {
      let url = URL(fileURLWithPath: root + path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }
}

@Suite struct HostTests {
  @Test("this machine is identified, and its topology is consistent")
  func thisMachine() throws {
    let host = HostDescription.current()
    #expect(host.topology.visibleCores >= 1)
    #expect(host.topology.workers <= host.topology.visibleCores)
    #expect(host.topology.affinity.count >= host.topology.visibleCores)
    let memory = try #require(host.memory)
    #expect(memory.availableBytes <= memory.totalBytes)
    #expect(try #require(host.cpu).vendor.isEmpty == false)
  }

  @Test("simultaneous multithreading, the affinity mask and the quota bound the workers")
  func smtAndQuota() throws {
    let system = try FakeSystem([
      "proc/self/status": "Name:\tassay\nCpus_allowed_list:\t0-5\n",
      "proc/self/cgroup": "0::/a/b\n",
      "sys/fs/cgroup/a/cpu.max": "250000 100000\n",
      "sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
      "sys/devices/system/cpu/online": "0-7\n",
      "sys/devices/system/cpu/cpu0/topology/thread_siblings_list": "0-1\n",
      "sys/devices/system/cpu/cpu1/topology/thread_siblings_list": "0-1\n",
      "sys/devices/system/cpu/cpu2/topology/thread_siblings_list": "2,3\n",
      "sys/devices/system/cpu/cpu3/topology/thread_siblings_list": "2,3\n",
      "sys/devices/system/cpu/cpu4/topology/thread_siblings_list": "4-5\n",
      "sys/devices/system/cpu/cpu5/topology/thread_siblings_list": "4-5\n",
      "sys/devices/system/cpu/cpu0/cache/index0/level": "1\n",
      "sys/devices/system/cpu/cpu0/cache/index0/type": "Data\n",
      "sys/devices/system/cpu/cpu0/cache/index0/size": "32K\n",
      "sys/devices/system/cpu/cpu0/cache/index0/shared_cpu_list": "0-1\n",
      "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
      "sys/devices/system/node/node0/cpulist": "0-3\n",
      "sys/devices/system/node/node1/cpulist": "4-7\n",
    ])
    let topology = CPUTopology.current(system.files)
    #expect(topology.affinity == [0, 1, 2, 3, 4, 5])
    #expect(topology.onlineThreads == 8)
    #expect(topology.visibleCores == 3)
    #expect(topology.threadsPerCore == 2)
    #expect(topology.cgroupQuota == 2.5)
    #expect(topology.workers == 2)
    #expect(topology.numaNodes == 2)
    #expect(topology.governor == "powersave")
    #expect(topology.caches == [.init(level: 1, type: "Data", sizeKiB: 32, sharedBy: 2)])
  }

  @Test("a machine that shows nothing has one core and no quota")
  func nothingShown() throws {
    let topology = CPUTopology.current(try FakeSystem(["proc/empty": "x"]).files)
    #expect(topology.visibleCores == 1)
    #expect(topology.cgroupQuota == nil)
    #expect(HostMemory.current(try FakeSystem(["proc/empty": "x"]).files) == nil)
  }

  @Test("the control group's memory limit bounds what is available, in both versions")
  func memoryLimit() throws {
    let meminfo = "MemTotal:       16384 kB\nMemFree: 1 kB\nMemAvailable:    8192 kB\n"
    let version2 = try FakeSystem([
      "proc/meminfo": meminfo, "proc/self/cgroup": "0::/box\n", "sys/fs/cgroup/box/memory.max": "4194304\n",
      "sys/fs/cgroup/box/memory.current": "2097152\n",
      "sys/fs/cgroup/box/memory.stat": "anon 1\ninactive_file 1048576\n",
    ])
    #expect(
      HostMemory.current(version2.files)
        == HostMemory(totalBytes: 16_777_216, availableBytes: 3_145_728, cgroupLimitBytes: 4_194_304))
    let version1 = try FakeSystem([
      "proc/meminfo": meminfo, "proc/self/cgroup": "4:memory:/box\n",
      "sys/fs/cgroup/memory/box/memory.limit_in_bytes": "2097152\n",
      "sys/fs/cgroup/memory/box/memory.usage_in_bytes": "0\n",
    ])
    #expect(HostMemory.current(version1.files)?.availableBytes == 2_097_152)
  }

  @Test("an Arm processor is identified by implementer and part")
  func arm() throws {
    let system = try FakeSystem([
      "proc/cpuinfo": """
      processor\t: 0
      Features\t: fp asimd asimdhp asimddp i8mm bf16 sve
      CPU implementer\t: 0x41
      CPU variant\t: 0x1
      CPU part\t: 0xd40
      """
    ])
    let cpu = try #require(CPUIdentity.arm(system.files))
    #expect(cpu.vendor == "0x41")
    #expect(cpu.model == 0xd40)
    #expect(cpu.extensions == [.neon, .asimdhp, .asimddp, .i8mm, .bf16, .sve])
  }

  @Test(
    "CPU lists are read, and nonsense is refused",
    arguments: [("0", [0]), ("0-2,5", [0, 1, 2, 5]), ("7,3", [7, 3])])
  func cpuLists(text: String, expected: [Int]) {
    #expect(SystemFiles.parseCPUList(text) == expected)
    for nonsense in ["a", "3-1", "-", "1-2-3", "0-99999999999"] {
      #expect(SystemFiles.parseCPUList(nonsense) == nil)
    }
  }

  @Test("steal time is a share of the time between two readings")
  func steal() throws {
    let before = ProcessorTime.current(try FakeSystem(["proc/stat": "cpu  10 0 10 60 10 0 0 10 0 0\n"]).files)
    let after = ProcessorTime.current(try FakeSystem(["proc/stat": "cpu  60 0 10 60 10 0 0 60 0 0\n"]).files)
    #expect(ProcessorTime.stealShare(from: before, to: after) == 0.5)
    #expect(ProcessorTime.stealShare(from: before, to: before) == nil)
  }
}
