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

/// Does two things at the same time where there are two cores. Either may share its own work out with `concurrentMap`.
/// - Throws: what the first throws, else what the second does; neither is cut short by the other.
package func concurrently<First: Sendable, Second: Sendable>(
  _ first: @Sendable () throws -> First, _ second: @escaping @Sendable () throws -> Second
) throws -> (First, Second) {
  // Written once, before the group is left, and read after it was waited for.
  nonisolated(unsafe) var other: Result<Second, any Error>?
  let group = DispatchGroup()
  // Not by concurrentPerform, within which another one would use a single core.
  DispatchQueue.global(qos: .userInitiated).async(group: group) { other = Result(catching: second) }
  let one = Result(catching: first)
  group.wait()
  guard let other else { preconditionFailure("the group waits for its work") }
  return (try one.get(), try other.get())
}
