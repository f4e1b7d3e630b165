import Foundation

/// The circumstances of a run that a reader needs to judge or repeat it, after the list of Python's pyperf.
///
/// What the system does not show is absent. Names of hosts and users are not collected.
public struct RunEnvironment: Codable, Equatable, Sendable {
  /// When the system was started, in seconds since 1970.
  public let bootTime: Int?
  /// Over one, five and fifteen minutes.
  public let loadAverage: [Double]
  /// Threads that run or are ready to, in the whole system.
  public let runnableThreads: Int?
  public let governor: String?
  public let frequencyDriver: String?
  /// Whether the processor may raise its clock, where the driver shows it.
  public let boost: String?
  public let highestClockMHz: Double?
  public let microcode: String?
  public let simultaneousMultithreading: String?
  public let isolatedProcessors: String?
  public let tickless: String?
  public let clockSource: String?
  public let hugePages: String?
  public let addressRandomisation: String?
  public let swappiness: String?
  public let swapUsedKiB: Int?
  /// The vulnerabilities that the kernel works around, by name.
  public let mitigations: [String: String]
  public let niceness: Int
  /// Variables that steer the libraries.
  public let variables: [String: String]

  /// Reads this system.
  /// - Parameters:
  ///   - files: where `/proc` and `/sys` are read from.
  ///   - variables: the environment of this process.
  public static func current(
    _ files: SystemFiles = SystemFiles(), variables: [String: String] = ProcessInfo.processInfo.environment
  ) -> RunEnvironment {
    let cpu = "sys/devices/system/cpu/"
    let frequency = cpu + "cpu0/cpufreq/"
    let load = files.text("proc/loadavg")?.split(separator: " ") ?? []
    let memory = files.colonFields("proc/meminfo")
    func kibibytes(_ key: String) -> Int? {
      memory[key]?.split(separator: " ").first.flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
    }
    return RunEnvironment(
      bootTime: bootTime(files), loadAverage: load.prefix(3).compactMap { Double($0) },
      runnableThreads: load.count > 3 ? load[3].split(separator: "/").first.flatMap { Int($0) } : nil,
      governor: files.text(frequency + "scaling_governor"),
      frequencyDriver: files.text(frequency + "scaling_driver"), boost: boost(files),
      highestClockMHz: files.integer(frequency + "cpuinfo_max_freq").map { Double($0) / 1000 },
      microcode: files.colonFields("proc/cpuinfo")["microcode"],
      simultaneousMultithreading: files.text(cpu + "smt/control"),
      isolatedProcessors: files.text(cpu + "isolated"), tickless: files.text(cpu + "nohz_full"),
      clockSource: files.text("sys/devices/system/clocksource/clocksource0/current_clocksource"),
      hugePages: files.text("sys/kernel/mm/transparent_hugepage/enabled"),
      addressRandomisation: files.text("proc/sys/kernel/randomize_va_space"),
      swappiness: files.text("proc/sys/vm/swappiness"),
      swapUsedKiB: kibibytes("SwapTotal").flatMap { total in kibibytes("SwapFree").map { total - $0 } },
      mitigations: mitigations(files),
      niceness: Int(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)),
      variables: variables.filter { name, _ in steering.contains { name.hasPrefix($0) } })
  }

  private static let steering = [
    "OPENBLAS_", "GOTO_", "OMP_", "GOMP_", "KMP_", "MKL_", "DNNL_", "ONEDNN_", "BLIS_", "TBB_", "LD_PRELOAD",
    "LD_LIBRARY_PATH", "MALLOC_", "GLIBC_TUNABLES", "OCL_ICD_", "CUDA_", "CUBLAS", "NVIDIA_TF32_OVERRIDE",
    "HIP", "ROCBLAS_", "ROCR_", "HSA_", "PYTORCH_", "TORCH_", "ASSAY_PYTHON",
  ]

  private static func bootTime(_ files: SystemFiles) -> Int? {
    files.text("proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
      .flatMap { Int($0.dropFirst(6)) }
  }

  private static func boost(_ files: SystemFiles) -> String? {
    if let off = files.text("sys/devices/system/cpu/intel_pstate/no_turbo") {
      return off == "0" ? "on" : "off"
    }
    return files.text("sys/devices/system/cpu/cpufreq/boost").map { $0 == "1" ? "on" : "off" }
  }

  private static func mitigations(_ files: SystemFiles) -> [String: String] {
    let folder = "sys/devices/system/cpu/vulnerabilities"
    let all = files.names(folder).compactMap { name in
      files.text("\(folder)/\(name)").map { (name, $0) }
    }
    return Dictionary(all, uniquingKeysWith: { first, _ in first }).filter { $0.value != "Not affected" }
  }
}
