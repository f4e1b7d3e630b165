import Dispatch
import Rating

/// The inputs of one precision and distribution, drawn once for all shapes, and a C that pools can share.
///
/// The operand of a smaller shape is the beginning of the stream that the larger one's is, so that memory is that of
/// the largest product and not of all.
final class OperandPool {
  let precision: Precision
  let distribution: OperandDistribution
  private let seed: UInt64
  private let a: SharedBuffer
  private let b: SharedBuffer
  private let c: SharedBuffer
  private var filledA = 0
  private var filledB = 0

  /// Reserves room for the largest of some shapes; pages are taken when a shape needs them.
  /// - Parameter c: a buffer for results, of at least `resultBytes`; a new one if `nil`.
  /// - Throws: `MeasurementError.allocationFailed`.
  init(
    _ precision: Precision, capacity shapes: [GEMMShape], distribution: OperandDistribution, seed: UInt64,
    c: SharedBuffer? = nil
  ) throws(MeasurementError) {
    let bytes = OperandFormat(precision).inputBytes
    self.precision = precision
    self.distribution = distribution
    self.seed = seed
    a = try SharedBuffer(byteCount: (shapes.map { $0.m * $0.k }.max() ?? 0) * bytes)
    b = try SharedBuffer(byteCount: (shapes.map { $0.k * $0.n }.max() ?? 0) * bytes)
    if let c {
      self.c = c
    } else {
      self.c = try SharedBuffer(byteCount: Self.resultBytes(precision, shapes))
    }
  }

  /// The bytes of the largest C.
  static func resultBytes(_ precision: Precision, _ shapes: [GEMMShape]) -> Int {
    (shapes.map { $0.m * $0.n }.max() ?? 0) * OperandFormat(precision).outputBytes
  }

  /// The operands of a shape within the capacity.
  func operands(_ shape: GEMMShape) -> Operands {
    let operands = Operands(
      precision: precision, shape: shape, distribution: distribution, a: a, b: b, c: c)
    _ = withElementTypes(of: precision) { elementOfA, elementOfB, _ in
      Self.fill(a, elementOfA, filledA..<max(filledA, operands.countOfA), distribution, seed, phase: 0)
      Self.fill(b, elementOfB, filledB..<max(filledB, operands.countOfB), distribution, ~seed, phase: .pi / 2)
    }
    filledA = max(filledA, operands.countOfA)
    filledB = max(filledB, operands.countOfB)
    operands.clearResult()
    return operands
  }

  /// Gives back the memory that only larger shapes than these need, and closes the inputs to writers for good: what could
  /// change them could make a product easy. C is left alone, since it may be another pool's too.
  func trim(to shapes: [GEMMShape]) {
    let bytes = OperandFormat(precision).inputBytes
    filledA = min(filledA, shapes.map { $0.m * $0.k }.max() ?? 0)
    filledB = min(filledB, shapes.map { $0.k * $0.n }.max() ?? 0)
    a.trim(to: filledA * bytes)
    b.trim(to: filledB * bytes)
    a.seal()
    b.seal()
  }

  private static func fill<Element: InputElement>(
    _ buffer: SharedBuffer, _: Element.Type, _ range: Range<Int>, _ distribution: OperandDistribution,
    _ seed: UInt64, phase: Double
  ) {
    let slice = 1 << 18
    nonisolated(unsafe) let elements = buffer.pointer.assumingMemoryBound(to: Element.self)
    DispatchQueue.concurrentPerform(iterations: (range.count + slice - 1) / slice) { number in
      let start = range.lowerBound + number * slice
      for index in start..<min(start + slice, range.upperBound) {
        let value = distribution.value(at: index, seed: seed, phase: phase)
        (elements + index).initialize(to: Element(value, of: distribution))
      }
    }
  }
}
