import CPeak
import Rating

/// The rate of the bare multiply instruction at one precision, registers only.
struct CeilingProbe {
  /// The instruction, e.g. "vdpbf16ps zmm".
  let instruction: String
  private let kernel: UnsafePointer<cpeak_kernel>
  private let threads: UInt32

  /// Chooses the fastest instruction that this processor has for the precision, by a short trial.
  /// - Returns: `nil` when it has none that is known here.
  init?(_ precision: Precision, threads: Int) {
    let threads = UInt32(threads)
    let available = (0..<cpeak_kernel_count()).compactMap { cpeak_kernel_at($0) }.filter {
      String(cString: $0.pointee.precision) == precision.rawValue && cpeak_kernel_available($0)
    }
    let rated = available.compactMap { kernel in
      Self.rate(kernel, threads, seconds: 0.005).map { (kernel: kernel, rate: $0) }
    }
    guard let best = rated.max(by: { $0.rate < $1.rate }) else { return nil }
    kernel = best.kernel
    instruction = String(cString: best.kernel.pointee.instruction)
    self.threads = threads
  }

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
