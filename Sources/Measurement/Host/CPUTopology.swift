/// The processors that this process may use, and how they hang together.
public struct CPUTopology: Codable, Equatable, Sendable {
  /// The logical processors in the affinity mask.
  public let affinity: [Int]
  /// Logical processors on line in the whole machine, whether or not this process may use them.
  public let onlineThreads: Int
  /// Distinct cores behind the affinity mask.
  public let visibleCores: Int
  /// Logical processors a core, among the visible ones: 1 without simultaneous multithreading.
  public let threadsPerCore: Int
  /// The control group's limit in processors, e.g. 1.5; `nil` when there is none.
  public let cgroupQuota: Double?
  /// NUMA nodes of the machine.
  public let numaNodes: Int
  /// The frequency governor, where the kernel shows one.
  public let governor: String?
  /// The caches of the first visible processor.
  public let caches: [Cache]

  /// One cache level.
  public struct Cache: Codable, Equatable, Sendable {
    public let level: Int
    /// "Data", "Instruction" or "Unified".
    public let type: String
    public let sizeKiB: Int
    /// How many logical processors share it, as the kernel says. A hypervisor may say more than is true.
    public let sharedBy: Int
  }

  /// The threads that a multiplication of all visible cores uses: one a core, and no more than the
  /// control group's quota pays for.
  public var workers: Int {
    guard let cgroupQuota else { return visibleCores }
    return max(1, Int(min(Double(visibleCores), max(1, cgroupQuota))))
  }

  /// Reads the topology from `/proc` and `/sys`.
  public static func current(_ files: SystemFiles = SystemFiles()) -> CPUTopology {
    let online = files.cpuList("sys/devices/system/cpu/online") ?? [0]
    let allowed = files.colonFields("proc/self/status")["Cpus_allowed_list"].flatMap(SystemFiles.parseCPUList)
    let affinity = (allowed ?? online).filter { online.contains($0) }
    let visible = affinity.isEmpty ? online : affinity
    let cores = Set(visible.map { core(of: $0, files) })
    let firstCPU = "sys/devices/system/cpu/cpu\(visible.first ?? 0)"
    let nodes = files.names("sys/devices/system/node").filter {
      $0.hasPrefix("node") && Int($0.dropFirst(4)) != nil
    }
    return CPUTopology(
      affinity: visible, onlineThreads: online.count, visibleCores: max(1, cores.count),
      threadsPerCore: max(1, visible.count / max(1, cores.count)), cgroupQuota: quota(files),
      numaNodes: max(1, nodes.count), governor: files.text(firstCPU + "/cpufreq/scaling_governor"),
      caches: caches(firstCPU, files))
  }

  private static func core(of cpu: Int, _ files: SystemFiles) -> [Int] {
    let topology = "sys/devices/system/cpu/cpu\(cpu)/topology/"
    return files.cpuList(topology + "core_cpus_list") ?? files.cpuList(topology + "thread_siblings_list") ?? [
      cpu
    ]
  }

  private static func caches(_ cpu: String, _ files: SystemFiles) -> [Cache] {
    files.names(cpu + "/cache").filter { $0.hasPrefix("index") }.compactMap { index in
      let path = "\(cpu)/cache/\(index)/"
      guard let level = files.integer(path + "level"), let type = files.text(path + "type"),
        let size = files.text(path + "size"), size.hasSuffix("K"), let kibibytes = Int(size.dropLast())
      else { return nil }
      return Cache(
        level: level, type: type, sizeKiB: kibibytes,
        sharedBy: files.cpuList(path + "shared_cpu_list")?.count ?? 1)
    }
  }

  /// The tightest quota on the path from this process's control group to the root.
  private static func quota(_ files: SystemFiles) -> Double? {
    let limits = ControlGroup.ancestors(files).compactMap { group -> Double? in
      if let fields = files.text(group.directory + "cpu.max")?.split(separator: " "), fields.count == 2 {
        guard let limit = Double(fields[0]), let period = Double(fields[1]), limit > 0, period > 0,
          (limit / period).isFinite
        else { return nil }
        return limit / period
      }
      guard let limit = files.integer(group.directory + "cpu.cfs_quota_us"), limit > 0,
        let period = files.integer(group.directory + "cpu.cfs_period_us"), period > 0
      else { return nil }
      return Double(limit) / Double(period)
    }
    return limits.min()
  }
}
