import Dispatch

extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index == Int {
  /// Transforms every element, on all cores, and keeps the order.
  ///
  /// Which thread takes which element has no influence on the result: it is that of `map`.
  /// - Throws: what the first element in order throws that does; the others are transformed all the same.
  package func concurrentMap<Transformed: Sendable, Failure: Error>(
    _ transform: @Sendable (Element) throws(Failure) -> Transformed
  ) throws(Failure) -> [Transformed] {
    let first = startIndex
    // Each index is written once, by the one call that has it, before any is read.
    nonisolated(unsafe) let results = UnsafeMutableBufferPointer<Result<Transformed, Failure>>.allocate(
      capacity: count)
    defer { results.deallocate() }
    DispatchQueue.concurrentPerform(iterations: count) { offset in
      results.initializeElement(
        at: offset, to: Result { () throws(Failure) in try transform(self[first + offset]) })
    }
    defer { results.deinitialize() }
    var transformed: [Transformed] = []
    transformed.reserveCapacity(count)
    for result in results { transformed.append(try result.get()) }
    return transformed
  }
}

/// Does two things at the same time where there are two cores.
/// - Throws: what the first throws, else what the second does; neither is cut short by the other.
package func concurrently<First: Sendable, Second: Sendable>(
  _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
) throws -> (First, Second) {
  // Each is written once, by the one call that has its number, before either is read.
  nonisolated(unsafe) var one: Result<First, any Error>?
  nonisolated(unsafe) var other: Result<Second, any Error>?
  DispatchQueue.concurrentPerform(iterations: 2) { number in
    if number == 0 { one = Result(catching: first) } else { other = Result(catching: second) }
  }
  guard let one, let other else { preconditionFailure("concurrentPerform makes every call") }
  return (try one.get(), try other.get())
}
