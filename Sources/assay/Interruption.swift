import Dispatch
import Foundation
import Synchronization

/// Ctrl-C or a polite request to end (SIGTERM), as a question that the measurement asks between two products.
///
/// The first one ends the measurement with what there is; a second one ends the process at once.
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
