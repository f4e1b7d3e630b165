import Dispatch
import Foundation
import Synchronization

/// Ctrl-C or a polite request to end (SIGTERM), as a question that the measurement asks between two products.
///
/// While there is nothing to report, the first one ends the process with code 130. Then the first one ends the
/// measurement with what there is, and a second one ends the process. Or there is something half-written to be removed,
/// which the first one leaves time for.
final class Interruption {
  private let counter = Counter()
  private let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
    }
    for source in sources {
      source.setEventHandler { [counter] in counter.receive() }
      source.resume()
    }
  }

  var isRequested: Bool { counter.isAboveZero }

  /// The same question, for any thread to ask.
  var question: @Sendable () -> Bool { { [counter] in counter.isAboveZero } }

  /// From now on there is something to report.
  func allowPartialReport() { counter.allow(then: .partialReport) }

  /// From now on there is something half-written, which is removed when the current product is done.
  func allowTidyingUp() { counter.allow(then: .tidyingUp) }

  /// What a first interruption leaves time for.
  private enum Grace: Int {
    case nothing, partialReport, tidyingUp
  }

  /// What is to be done before the process ends at once, such as removing what is half written.
  func beforeQuitting(_ action: @escaping @Sendable () -> Void) { counter.beforeQuitting(action) }

  private final class Counter: Sendable {
    private let count = Atomic(0)
    private let grace = Atomic(Grace.nothing.rawValue)
    private let lastAction = Mutex<(@Sendable () -> Void)?>(nil)

    var isAboveZero: Bool { count.load(ordering: .relaxed) > 0 }

    func allow(then grace: Grace) { self.grace.store(grace.rawValue, ordering: .relaxed) }

    func beforeQuitting(_ action: @escaping @Sendable () -> Void) { lastAction.withLock { $0 = action } }

    func receive() {
      let isFirst = count.wrappingAdd(1, ordering: .relaxed).newValue == 1
      switch (isFirst, Grace(rawValue: grace.load(ordering: .relaxed))) {
      case (true, .partialReport):
        Console.complain(
          "\ninterrupted: finishing the current product, then the partial report; again to quit at once")
      case (true, .tidyingUp):
        Console.complain(
          "\ninterrupted: finishing the current product, then what is half-written is removed; again to quit at once"
        )
      default:
        Console.complain("\nassay: interrupted: there is no report")
        lastAction.withLock { $0?() }
        _exit(ExitStatus.interrupted.rawValue)
      }
    }
  }
}
