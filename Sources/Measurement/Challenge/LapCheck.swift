import Parallel
import Rating

/// What became of a lap's check.
public struct LapCheck: Encodable, Equatable, Sendable {
  /// The rows of the result.
  public let rows: Int
  /// Integers: how many of them are wrong in some vector. Floating point: how many are further off than `rowLimit`.
  public let wrongRows: Int
  /// Floating point: the root mean square of all rows' deviations over what rounding alone makes of it; `nil` for
  /// integers, and where the result holds what is not finite.
  public let deviation: Double?
  /// What that may be at most.
  public let limit: Double?
  /// The same for the row that is furthest off, and for what that may be.
  public let worstRow: Double?
  public let rowLimit: Double?
  /// Floating point: the root mean square deviation over that of the values themselves.
  public let relative: Double?
  /// What that should be by rounding alone.
  public let expected: Double?

  /// Whether the result is the lap's product, at the precision that is claimed.
  public var passed: Bool {
    guard let limit else { return wrongRows == 0 }
    return wrongRows == 0 && (deviation ?? .infinity) <= limit
  }

  /// What is wrong, in words; `nil` where nothing is.
  var fault: String? {
    if passed { return nil }
    guard let limit, let rowLimit else {
      return "\(wrongRows) of \(rows) rows are not those of the product, which integers have exactly"
    }
    guard let deviation, let worstRow else { return "it holds values that are not finite" }
    func times(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    if deviation > limit {
      return
        "it deviates by \(times(deviation)) times what rounding at this precision explains, and \(times(limit)) "
        + "is allowed; \(wrongRows) of \(rows) rows are off"
    }
    return
      "\(wrongRows) of \(rows) rows are off, one by \(times(worstRow)) times what rounding at this precision "
      + "explains, where \(times(rowLimit)) is allowed"
  }
}

/// Checks a lap's result by vectors that depend on it: X·v against X₀·(M₁·(…(M_s·v))), from the right, O(n²) a step.
struct LapChecker<Input: ChainInput> {
  let precision: Precision
  let nonce: String
  let size: Int
  let lap: Int
  let steps: Int
  /// The commitment to the last lap's result, from which X₀ follows.
  let previous: String
  let commitment: String

  typealias Lanes = Input.Lanes

  /// - Parameters:
  ///   - result: the elements of X after the lap's last step.
  ///   - isCancelled: asked after each step.
  /// - Returns: `nil` when cancelled.
  func check(_ result: UnsafePointer<Input>, isCancelled: () -> Bool) -> LapCheck? {
    let seed = ChainSeed(
      .vectors, nonce: nonce, precision: precision, size: size, lap: lap, step: steps, commitment: commitment
    ).value
    // The result stays where it is while it is checked, and nobody writes to it.
    nonisolated(unsafe) let result = result
    let drawn = (0..<size).map { Lanes.draw(component: $0, seed: seed) }
    let told = images(of: drawn) { row, body in body(result + row * size) }
    var vectors = drawn
    var squares = [Self.square(drawn)]
    for step in (0..<steps).reversed() {
      if isCancelled() { return nil }
      let matrix = ChainMatrix<Input.Factor>.factor(
        size, ChainSeed(.factor, nonce: nonce, precision: precision, size: size, lap: lap, step: step))
      vectors = images(of: vectors, matrix)
      squares.append(Self.square(vectors))
    }
    let start = ChainMatrix<Input>.start(
      size,
      ChainSeed(.start, nonce: nonce, precision: precision, size: size, lap: lap, commitment: previous))
    let expected = images(of: vectors, start)
    return Lanes.compare(told, expected, ChainBound(precision, size: size), squares)
  }

  private static func square(_ vectors: [Lanes]) -> Lanes {
    vectors.reduce(into: .zero) { $0.addSquare($1) }
  }

  private func images<Element: ChainElement>(of vectors: [Lanes], _ matrix: ChainMatrix<Element>) -> [Lanes]
  where Element.Lanes == Lanes {
    images(of: vectors) { row, body in
      withUnsafeTemporaryAllocation(of: Element.self, capacity: size) { elements in
        guard let start = elements.baseAddress else { return }
        matrix.draw(row: row, into: start)
        body(UnsafePointer(start))
      }
    }
  }

  /// A matrix times some vectors, by as many rows at once as there are processors.
  /// - Parameter withRow: gives the elements of a row.
  private func images<Element: ChainElement>(
    of vectors: [Lanes], withRow: @Sendable (Int, (UnsafePointer<Element>) -> Void) -> Void
  ) -> [Lanes] where Element.Lanes == Lanes {
    [Lanes](unsafeUninitializedCapacity: size) { images, count in
      nonisolated(unsafe) let images = images
      vectors.withUnsafeBufferPointer { vectors in
        nonisolated(unsafe) let vectors = vectors
        RowSlices(size).concurrently { rows in
          for row in rows {
            withRow(row) { images.initializeElement(at: row, to: Self.image($0, vectors)) }
          }
        }
      }
      count = size
    }
  }

  /// A row times some vectors. Sums of blocks are added up, which rounds less than one long sum.
  private static func image<Element: ChainElement>(
    _ row: UnsafePointer<Element>, _ vectors: UnsafeBufferPointer<Lanes>
  ) -> Lanes where Element.Lanes == Lanes {
    var sum = Lanes.zero
    for start in stride(from: 0, to: vectors.count, by: 64) {
      var block = Lanes.zero
      for column in start..<min(start + 64, vectors.count) {
        block.add(row[column].factor, times: vectors[column])
      }
      sum.add(block)
    }
    return sum
  }
}
