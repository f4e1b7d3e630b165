/// Processor time of the whole machine since boot, in the kernel's clock ticks.
struct ProcessorTime: Equatable {
  let total: Double
  let idle: Double
  /// Time that a hypervisor gave to other guests while this one wanted to run.
  let steal: Double

  /// Reads the first line of `/proc/stat`.
  static func current(_ files: SystemFiles = SystemFiles()) -> ProcessorTime? {
    guard let line = files.text("proc/stat")?.split(separator: "\n").first, line.hasPrefix("cpu ") else {
      return nil
    }
    let ticks = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard ticks.count >= 8 else { return nil }
    return ProcessorTime(total: ticks.prefix(8).reduce(0, +), idle: ticks[3] + ticks[4], steal: ticks[7])
  }

  /// The share of the time between two readings that a hypervisor gave to others, 0…1.
  static func stealShare(from before: ProcessorTime?, to after: ProcessorTime?) -> Double? {
    guard let before, let after, after.total > before.total else { return nil }
    return (after.steal - before.steal) / (after.total - before.total)
  }
}
