import Foundation

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

  /// The share of the time between two readings that other processes of this system took, 0…1.
  /// - Parameter ownSeconds: what this process used meanwhile.
  static func foreignShare(
    from before: ProcessorTime?, to after: ProcessorTime?, ownSeconds: Double
  ) -> Double? {
    guard let before, let after, after.total > before.total else { return nil }
    let total = after.total - before.total
    let busy = total - (after.idle - before.idle) - (after.steal - before.steal)
    return max(0, busy - ownSeconds * Double(sysconf(Int32(_SC_CLK_TCK)))) / total
  }

  /// Processor seconds that this process has used, or its children that have ended; system calls included.
  static func ownSeconds(of who: __rusage_who = RUSAGE_SELF) -> Double {
    var usage = rusage()
    guard getrusage(__rusage_who_t(who.rawValue), &usage) == 0 else { return 0 }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
