import Foundation

/// Where some threads wait until all of them have come or left.
final class Meeting: @unchecked Sendable {
  // `expected` is read and written under the condition's lock alone.
  private let condition = NSCondition()
  private var expected: Int

  init(of count: Int) { expected = count }

  /// Comes, and waits for the others.
  func arrive() {
    condition.lock()
    expected -= 1
    condition.broadcast()
    while expected > 0 { condition.wait() }
    condition.unlock()
  }

  /// Will not come.
  func leave() {
    condition.lock()
    expected -= 1
    condition.broadcast()
    condition.unlock()
  }
}
