import Foundation

/// What others take of the processors while a process works.
struct Disturbance {
  private let process: Int32
  private let files: SystemFiles
  private let waited: Double?
  private let time: ProcessorTime?
  private let watch = Stopwatch()

  /// Starts watching.
  /// - Parameter process: the one that works; this one if `nil`.
  init(of process: Int32?, _ files: SystemFiles = SystemFiles()) {
    self.process = process ?? getpid()
    self.files = files
    waited = Self.secondsWaited(self.process, files)
    time = ProcessorTime.current(files)
  }

  /// The share of the threads' time, since the start, for which they were ready to run and waited.
  ///
  /// The kernel counts it to the nanosecond (`/proc/PID/task/TID/schedstat`), where `/proc/stat` counts hundredths of a
  /// second: more than a short visit can be judged by.
  /// - Parameter causedHere: the seconds that this process took of the processors meanwhile: so much of the waiting is no
  ///   doing of others.
  func foreignShare(threads: Int, causedHere: Double = 0) -> Double? {
    guard let waited, let now = Self.secondsWaited(process, files), watch.seconds > 0 else { return nil }
    return max(0, now - waited - causedHere) / (watch.seconds * Double(threads))
  }

  /// The share of all processors' time, since the start, that a hypervisor gave to other guests.
  var stealShare: Double? { ProcessorTime.stealShare(from: time, to: .current(files)) }

  private static func secondsWaited(_ process: Int32, _ files: SystemFiles) -> Double? {
    let tasks = "proc/\(process)/task"
    let nanoseconds = files.names(tasks).compactMap { task -> Double? in
      let fields = files.text("\(tasks)/\(task)/schedstat")?.split(separator: " ") ?? []
      return fields.count >= 2 ? Double(fields[1]) : nil
    }
    return nanoseconds.isEmpty ? nil : nanoseconds.reduce(0, +) * 1e-9
  }
}
