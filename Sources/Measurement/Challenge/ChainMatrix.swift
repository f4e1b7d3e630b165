import Dispatch
import Parallel

/// A matrix of a chain, known by its seed: any row of it can be drawn for itself.
struct ChainMatrix<Element: ChainElement>: Sendable {
  let size: Int
  private let seed: UInt64
  /// Floating-point elements are uniform between this and its negative…
  private let width: Double
  /// …and so much is added to those on the diagonal.
  private let diagonal: Double

  private init(size: Int, seed: ChainSeed, width: Double, diagonal: Double) {
    self.size = size
    self.seed = seed.value
    self.width = width
    self.diagonal = diagonal
  }

  /// X₀ of a lap: uniform in [-1, 1); integers take all their values.
  static func start(_ size: Int, _ seed: ChainSeed) -> ChainMatrix {
    ChainMatrix(size: size, seed: seed, width: 1, diagonal: 0)
  }

  /// M of a step. For floating point √¾·I + ½·G, with G's elements uniform and of variance 1/n: X keeps its size, every
  /// product is one of matrices without structure but for the diagonal, and the matrices of a lap have together no
  /// direction so weak that it could be left out (docs/challenge.md). Integers take all their values.
  static func factor(_ size: Int, _ seed: ChainSeed) -> ChainMatrix {
    ChainMatrix(
      size: size, seed: seed, width: ChainBound.share.squareRoot() * (3 / Double(size)).squareRoot(),
      diagonal: Element.Lanes.isExact ? 0 : (1 - ChainBound.share).squareRoot())
  }

  /// Draws a row.
  /// - Parameter place: with room for the row.
  func draw(row: Int, into place: UnsafeMutablePointer<Element>) {
    let count = Element.countOfWord
    let words = (size + count - 1) / count
    let whole = size / count
    for word in 0..<whole {
      Element.draw(
        SplitMix64.number(at: row * words + word, seed: seed), width: width, into: place + word * count)
    }
    if whole < words {
      withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { rest in
        guard let start = rest.baseAddress else { return }
        Element.draw(SplitMix64.number(at: row * words + whole, seed: seed), width: width, into: start)
        (place + whole * count).update(from: start, count: size - whole * count)
      }
    }
    if diagonal != 0 { place[row] = Element(nearest: place[row].exact + diagonal) }
  }

  /// Draws the whole matrix, on all processors.
  func fill(_ buffer: SharedBuffer) {
    precondition(size * size * MemoryLayout<Element>.stride <= buffer.byteCount)
    nonisolated(unsafe) let elements = buffer.pointer.assumingMemoryBound(to: Element.self)
    RowSlices(size).concurrently { rows in
      for row in rows { draw(row: row, into: elements + row * size) }
    }
  }
}

/// The rows of a square matrix in parts of a quarter of a million elements, each for one processor.
struct RowSlices {
  private let size: Int
  private let height: Int

  init(_ size: Int) {
    self.size = size
    height = max(1, (1 << 18) / max(1, size))
  }

  var count: Int { (size + height - 1) / height }

  /// Calls `body` with each part, on all processors.
  func concurrently(_ body: @Sendable (Range<Int>) -> Void) {
    DispatchQueue.concurrentPerform(iterations: count) { body($0 * height..<min(($0 + 1) * height, size)) }
  }
}
