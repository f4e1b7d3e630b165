import CPeak
import Rating

/// The rate of the bare multiply instruction at one precision, registers only.
struct CeilingProbe {
  /// The instruction, e.g. "vdpbf16ps zmm".
  let instruction: String
  private let kernel: UnsafePointer<cpeak_kernel>
  private let threads: UInt32

  /// Chooses the fastest instruction that this processor has for the precision, by short trials in turns: a neighbour that
  /// takes a core for a moment must not decide between them.
  /// - Returns: `nil` when it has none that is known here.
  init?(_ precision: Precision, threads: Int) {
    let threads = UInt32(threads)
    let available = (0..<cpeak_kernel_count()).compactMap { cpeak_kernel_at($0) }.filter {
      String(cString: $0.pointee.precision) == precision.rawValue && cpeak_kernel_available($0)
    }
    var best = [Double](repeating: 0, count: available.count)
    for _ in 0..<Self.trials {
      for (index, kernel) in available.enumerated() {
        best[index] = max(best[index], Self.rate(kernel, threads, seconds: Self.trialSeconds) ?? 0)
      }
    }
    guard let fastest = best.indices.max(by: { best[$0] < best[$1] }), best[fastest] > 0 else { return nil }
    kernel = available[fastest]
    instruction = String(cString: kernel.pointee.instruction)
    self.threads = threads
  }

  private static let trials = 6
  private static let trialSeconds = 0.001

  /// Runs the instruction on every thread at once, several times: a neighbour that takes a core for a moment can only make
  /// it look slow.
  /// - Parameter seconds: of one run; the shorter, the likelier that no neighbour comes between.
  /// - Returns: the best in TOP/s; `nil` when the threads could not be started.
  func tops(runs: Int, seconds: Double) -> Double? {
    (0..<runs).compactMap { _ in Self.rate(kernel, threads, seconds: seconds) }.max().map { $0 * 1e-12 }
  }

  /// Keeps every thread busy.
  func work(seconds: Double) { _ = Self.rate(kernel, threads, seconds: seconds) }

  private static func rate(_ kernel: UnsafePointer<cpeak_kernel>, _ threads: UInt32, seconds: Double)
    -> Double?
  {
    var result = cpeak_run_result()
    guard cpeak_run(kernel, threads, seconds, &result) == 0 else { return nil }
    return result.operations_per_second
  }
}
