/// The memory that this process can count on.
public struct HostMemory: Codable, Equatable, Sendable {
  /// Installed memory in bytes, as the kernel reports it.
  public let totalBytes: Int
  /// What can be allocated without swapping, within the control group's limit, in bytes.
  public let availableBytes: Int
  /// The control group's limit in bytes; `nil` when there is none.
  public let cgroupLimitBytes: Int?

  /// Reads `/proc/meminfo` and the control group; `nil` when the kernel does not tell.
  public static func current(_ files: SystemFiles = SystemFiles()) -> HostMemory? {
    let fields = files.colonFields("proc/meminfo")
    guard let total = bytes(fields["MemTotal"]), let available = bytes(fields["MemAvailable"]) else {
      return nil
    }
    var limit: Int?
    var headroom = available
    for group in ControlGroup.ancestors(files) {
      let version2 = files.integer(group.directory + "memory.max")
      guard let value = version2 ?? files.integer(group.directory + "memory.limit_in_bytes"),
        (0..<total).contains(value)
      else { continue }
      let usage =
        files.integer(group.directory + "memory.current")
        ?? files.integer(group.directory + "memory.usage_in_bytes") ?? 0
      limit = min(limit ?? value, value)
      let left = Double(value) - Double(usage) + Double(reclaimable(group, files))
      if left < Double(headroom) { headroom = Int(max(0, left)) }
    }
    return HostMemory(totalBytes: total, availableBytes: headroom, cgroupLimitBytes: limit)
  }

  /// Page cache that the kernel gives back when memory is asked for, in bytes; usage counts it.
  private static func reclaimable(_ group: ControlGroup, _ files: SystemFiles) -> Int {
    let lines = (files.text(group.directory + "memory.stat") ?? "").split(separator: "\n")
    let line = lines.first { $0.hasPrefix("inactive_file ") || $0.hasPrefix("total_inactive_file ") }
    return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
  }

  private static func bytes(_ field: String?) -> Int? {
    guard let words = field?.split(separator: " "), words.count == 2, words[1] == "kB",
      let kibibytes = Int(words[0]), (0...Int.max >> 10).contains(kibibytes)
    else { return nil }
    return kibibytes << 10
  }
}
