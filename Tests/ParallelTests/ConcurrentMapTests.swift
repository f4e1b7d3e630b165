import Parallel
import Testing

@Suite("Work on all cores")
struct ConcurrentMapTests {
  struct Odd: Error, Equatable { let number: Int }

  @Test("the order is kept", arguments: [0, 1, 2, 1_000])
  func order(count: Int) {
    #expect((0..<count).concurrentMap { $0 * $0 } == (0..<count).map { $0 * $0 })
  }

  @Test("a slice starts where it starts")
  func slice() {
    #expect([1, 2, 3, 4][2...].concurrentMap { $0 } == [3, 4])
  }

  @Test("the first failure in order is the one that is told")
  func failure() {
    #expect(throws: Odd(number: 301)) {
      try (0..<1_000).concurrentMap { (number) throws(Odd) in
        if number > 300, !number.isMultiple(of: 2) { throw Odd(number: number) }
        return number
      }
    }
  }

  @Test("of two things that fail together the first is told")
  func both() throws {
    let pair = try concurrently({ 1 }, { "two" })
    #expect(pair.0 == 1 && pair.1 == "two")
    #expect(throws: Odd(number: 1)) {
      try concurrently(
        { () throws -> Int in throw Odd(number: 1) }, { () throws -> Int in throw Odd(number: 2) })
    }
  }
}
