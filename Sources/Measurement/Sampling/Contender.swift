import CSystem
import Foundation
import Rating

/// A library's product of one shape on a number of threads, ready to be timed and checked.
final class Contender {
  let provider: any GEMMProvider
  let operands: Operands
  let threads: Int
  private let product: any PreparedGEMM
  private let ledger: Ledger

  init(_ provider: any GEMMProvider, _ operands: Operands, threads: Int, _ ledger: Ledger)
    throws(ProviderError)
  {
    self.provider = provider
    self.operands = operands
    self.threads = threads
    self.ledger = ledger
    product = try ledger.charge(\.preparation) { () throws(ProviderError) in
      try provider.prepare(operands, threads: threads)
    }
  }

  var kernel: String { product.kernel }

  /// The process in which it runs, if that is not this one.
  var process: Int32? { product.process }

  /// By what its products are checked, drawn anew.
  func checker() -> ProductChecker { ledger.charge(\.checks) { ProductChecker(operands) } }

  /// What arithmetic the library runs, by crafted products; `nil` where it refuses them.
  var fingerprint: Fingerprint? {
    ledger.charge(\.checks) {
      try? NumericsProbe(ProviderProduct(provider, operands.precision, threads: threads)).fingerprint()
    }
  }

  /// What is wrong with a product that failed its check, as far as crafted products tell.
  ///
  /// A library that sums pairs of u8·s8 in 16 bits has no INT8 product for this processor rather than a broken one:
  /// without VNNI, oneDNN documents, `VPMADDUBSW` saturates ("Nuances of int8 computations").
  func fault(shownBy check: ProductCheck) -> ProviderError {
    let precision = operands.precision
    let fingerprint = fingerprint
    let saturates = fingerprint?.pairsSaturate == true
    let conflict = fingerprint?.conflict(with: precision).map { "not \(precision.label): \($0)" }
    let deviation = saturates ? nil : "wrong result: \(check.summary)"
    return ProviderError(
      [deviation, conflict].compactMap { $0 }.joined(separator: "; "), isUnsupported: saturates)
  }

  /// Computes the product again and again. Before each call A is drawn anew, so that nothing stale can pass; after it some
  /// rows of C are checked, and after the last, where the request says so, all of them. A wrong product ends the burst.
  ///
  /// The time of a call is the library's own, unless messages back and forth do not explain why it took longer as seen
  /// from here.
  /// - Throws: `ProviderError` when the library fails, also when it took clearly more processors than it was given
  ///   threads.
  func burst(_ request: BurstRequest, _ checker: ProductChecker) throws(ProviderError) -> Burst {
    defer { product.pause() }
    var seconds: [Double] = []
    var clocks = request.isWatched ? [try clock()] : []
    let before = processorSeconds
    let ownBefore = ownSeconds
    let disturbance = request.isWatched ? Disturbance(of: process) : nil
    let watch = Stopwatch()
    repeat {
      ledger.charge(\.checks) { operands.mirror() }
      seconds.append(try call())
      let isLast =
        seconds.count >= request.mostCalls
        || seconds.count >= request.leastCalls && watch.seconds >= request.seconds
      if isLast { break }
      ledger.charge(\.checks) { checker.checkRows(Self.rowsPerCall) }
      if clocks.count == 1 && (seconds.count >= request.leastCalls || 2 * watch.seconds > request.seconds) {
        clocks.append(try clock())
      }
    } while checker.passed
    let elapsed = watch.seconds
    let processors = (processorSeconds - before) / elapsed
    let foreignShare = disturbance?.foreignShare(threads: threads, causedHere: ownSeconds - ownBefore)
    let stealShare = disturbance?.stealShare
    if request.isWatched { clocks.append(try clock()) }
    product.pause()
    if checker.passed {
      ledger.charge(\.checks) {
        if request.endsWithWholeCheck { checker.checkWhole() } else { checker.checkRows(Self.rowsPerCall) }
      }
    }
    if process != nil && elapsed > Self.shortestJudged && processors > Double(threads) * 1.1 {
      throw ProviderError(
        "took \((processors * 10).rounded() / 10) processors where \(threads) thread(s) were asked for")
    }
    return Burst(
      seconds: seconds, clocksGHz: clocks.compactMap { $0 }, foreignShare: foreignShare,
      stealShare: stealShare)
  }

  private func clock() throws(ProviderError) -> Double? {
    try ledger.charge(\.ceilings) { () throws(ProviderError) in try product.clockGHz() }
  }

  private func call() throws(ProviderError) -> Double {
    let watch = Stopwatch()
    let told = try product.timedMultiply()
    let seen = watch.seconds
    ledger.enter(\.products, min(told, seen))
    return max(told, seen * (1 - Self.messageShare) - Self.messageSeconds)
  }

  private var processorSeconds: Double { process.map { max(0, csystem_processor_seconds($0)) } ?? 0 }

  /// What this process has taken of the processors, where the library runs in another: drawing and checking between the
  /// calls, for which the library's threads, still busy waiting for the next one, may have to make room.
  private var ownSeconds: Double { process == nil ? 0 : max(0, csystem_processor_seconds(getpid())) }

  private static let rowsPerCall = 16
  /// What passing a message to a worker and back may add to a call, in seconds and as a share of it.
  private static let messageSeconds = 1e-4
  private static let messageShare = 0.005
  /// The system counts a process's time too coarsely to judge less, in seconds.
  private static let shortestJudged = 0.02

  func tops(seconds: Double) -> Double { operands.shape.tops(seconds: seconds) }
}

/// How long to repeat a product.
struct BurstRequest {
  /// Go on until so many seconds have passed…
  let seconds: Double
  /// …and at least so many calls were made,
  let leastCalls: Int
  /// but never more than so many.
  let mostCalls: Int
  /// Whether the last product is checked in all its rows.
  var endsWithWholeCheck = true
  /// Whether the clock and what others take of the processors are watched meanwhile.
  var isWatched = true
}

/// What a burst took.
struct Burst {
  /// The seconds of each call, in order.
  var seconds: [Double]
  /// The core's true clock before the calls, between two of them, and after, in GHz; empty where it cannot be measured.
  let clocksGHz: [Double]
  /// The share of their time for which the library's threads waited for a processor that others than Assay held, 0…1.
  let foreignShare: Double?
  /// The share of all processors' time that a hypervisor gave to other guests, 0…1.
  let stealShare: Double?
}
