import Dispatch
import Synchronization

/// A piece of work on another thread, to be waited for.
final class Aside<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)
  private let group = DispatchGroup()

  /// Starts the work at once.
  init(_ work: @escaping @Sendable () -> Value) {
    group.enter()
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let value = work()
      result.withLock { $0 = value }
      group.leave()
    }
  }

  /// The work's result, once it is there.
  func wait() -> Value {
    group.wait()
    guard let value = result.withLock({ $0 }) else {
      preconditionFailure("the group is left only when the result is there")
    }
    return value
  }
}
