import Dispatch
import Foundation
import Synchronization

/// Ctrl-C, as a question that the measurement asks between two products.
///
/// The first one ends the measurement with what there is; a second one ends the process at once.
final class Interruption {
  private let counter = Counter()
  private let source: any DispatchSourceSignal

  init() {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInteractive))
    source.setEventHandler { [counter] in counter.receive() }
    source.resume()
  }

  var isRequested: Bool { counter.isAboveZero }

  private final class Counter: Sendable {
    private let count = Atomic(0)

    var isAboveZero: Bool { count.load(ordering: .relaxed) > 0 }

    func receive() {
      if count.wrappingAdd(1, ordering: .relaxed).newValue > 1 {
        signal(SIGINT, SIG_DFL)
        kill(getpid(), SIGINT)
      }
      Console.complain(
        "\ninterrupted: finishing the current product, then the partial report; again to quit at once")
    }
  }
}
