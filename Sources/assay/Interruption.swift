import Dispatch
import Foundation
import Synchronization

/// Ctrl-C or a polite request to end (SIGTERM), as a question that the measurement asks between two products.
///
/// While there is nothing to report, the first one ends the process with code 130. Then the first one ends the
/// measurement with what there is, and a second one ends the process.
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

  /// From now on there is something to report.
  func allowPartialReport() { counter.allowPartialReport() }

  /// What is to be done before the process ends at once, such as removing what is half written.
  func beforeQuitting(_ action: @escaping @Sendable () -> Void) { counter.beforeQuitting(action) }

  private final class Counter: Sendable {
    private let count = Atomic(0)
    private let lastAction = Mutex<(@Sendable () -> Void)?>(nil)
    private let isReportable = Atomic(false)

    var isAboveZero: Bool { count.load(ordering: .relaxed) > 0 }

    func allowPartialReport() { isReportable.store(true, ordering: .relaxed) }

    func beforeQuitting(_ action: @escaping @Sendable () -> Void) { lastAction.withLock { $0 = action } }

    func receive() {
      let isFirst = count.wrappingAdd(1, ordering: .relaxed).newValue == 1
      guard isFirst, isReportable.load(ordering: .relaxed) else {
        Console.complain("\nassay: interrupted: there is no report")
        lastAction.withLock { $0?() }
        _exit(ExitStatus.interrupted.rawValue)
      }
      Console.complain(
        "\ninterrupted: finishing the current product, then the partial report; again to quit at once")
    }
  }
}
