import Rating

@testable import Measurement

/// A library of plain loops: real arithmetic, and on request one of the ways to cheat.
final class FakeProvider: GEMMProvider {
  enum Conduct: String, CaseIterable, Sendable {
    case honest, returnsStaleResult, returnsZeros, skipsARow, skipsAColumn, usesLowerPrecision, returnsNaN,
      throwsError
    /// Sums two neighbouring products of u8·s8 in 16 bits, as `VPMADDUBSW` does; at other precisions honest.
    case saturatesPairs
    /// Does nothing where C looks finished: honest whenever C was cleared.
    case trustsAFinishedResult
    /// Computes every other product only.
    case skipsEveryOtherCall
    /// Computes only those rows of which the first elements of A have changed.
    case updatesByFirstElements
    /// Says of every product that it took half of its time; its products are right.
    case tellsHalfTheTime

    /// Those that are wrong at every precision.
    static let cheats = allCases.filter { ![.honest, .saturatesPairs, .tellsHalfTheTime].contains($0) }

    /// Those whose very first product is wrong.
    static let firstCheats = cheats.filter {
      ![.throwsError, .trustsAFinishedResult, .skipsEveryOtherCall, .updatesByFirstElements].contains($0)
    }
  }

  let conduct: Conduct
  let precisions: Set<Precision>
  let identity = ProviderIdentity(name: "FakeProvider", version: "1", path: "(in process)")

  init(_ conduct: Conduct = .honest, precisions: Set<Precision> = [.fp64, .fp32, .bf16, .int8]) {
    self.conduct = conduct
    self.precisions = precisions
  }

  func support(for precision: Precision) -> ProviderSupport {
    precisions.contains(precision) ? .native : .unsupported("not in the fake")
  }

  func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    FakeProduct(operands, conduct)
  }
}

private final class FakeProduct: PreparedGEMM {
  let kernel = "plain loops"
  let operands: Operands
  private let conduct: FakeProvider.Conduct
  private var calls = 0
  /// The sign and exponent of each row's first element.
  private var firstElements: [UInt8] = []
  private var isUnchanged: [Bool] = []

  init(_ operands: Operands, _ conduct: FakeProvider.Conduct) {
    self.operands = operands
    self.conduct = conduct
  }

  func timedMultiply() throws(ProviderError) -> Double {
    let watch = Stopwatch()
    try multiply()
    return conduct == .tellsHalfTheTime ? watch.seconds / 2 : watch.seconds
  }

  func multiply() throws(ProviderError) {
    calls += 1
    if conduct == .skipsEveryOtherCall && calls.isMultiple(of: 2) { return }
    let old = firstElements
    firstElements = (0..<operands.shape.m).map { row in
      let bytes = OperandFormat(operands.precision).inputBytes
      return operands.a.pointer.load(
        fromByteOffset: (row * operands.shape.k + 1) * bytes - 1, as: UInt8.self)
    }
    isUnchanged = firstElements.indices.map {
      conduct == .updatesByFirstElements && calls > 1 && old[$0] == firstElements[$0]
    }
    if conduct == .throwsError { throw ProviderError("the fake refuses") }
    if conduct == .returnsStaleResult && calls > 1 { return }
    if conduct == .trustsAFinishedResult && !operands.isCleared { return }
    switch operands.precision {
    case .fp64: run(Double.self, Double.self, Double.self) { $0 }
    case .fp32: run(Float.self, Float.self, Float.self) { Float($0) }
    case .bf16: run(BFloat16.self, BFloat16.self, Float.self) { Float($0) }
    case .int8: run(UInt8.self, Int8.self, Int32.self) { $0.isNaN ? 0 : Int32(truncatingIfNeeded: Int64($0)) }
    default: throw ProviderError("the fake has no \(operands.precision.label)")
    }
  }

  private func run<A: MatrixElement, B: MatrixElement, C>(
    _: A.Type, _: B.Type, _: C.Type, _ convert: (Double) -> C
  ) {
    let shape = operands.shape
    let a = operands.a.values(of: A.self, count: shape.m * shape.k)
    let b = operands.b.values(of: B.self, count: shape.k * shape.n)
    let c = operands.c.pointer.assumingMemoryBound(to: C.self)
    for row in 0..<shape.m where !(conduct == .skipsARow && row == shape.m / 2) && !isUnchanged[row] {
      for column in 0..<shape.n where !(conduct == .skipsAColumn && column == shape.n - 1) {
        var sum = 0.0
        if conduct == .saturatesPairs && operands.precision == .int8 {
          for pair in stride(from: 0, to: shape.k, by: 2) {
            var both = a[row * shape.k + pair].exact * b[pair * shape.n + column].exact
            if pair + 1 < shape.k {
              both += a[row * shape.k + pair + 1].exact * b[(pair + 1) * shape.n + column].exact
            }
            sum += min(max(both, -32_768), 32_767)
          }
          c[row * shape.n + column] = convert(sum)
          continue
        }
        for inner in 0..<shape.k {
          sum += reduced(a[row * shape.k + inner].exact) * reduced(b[inner * shape.n + column].exact)
        }
        if conduct == .returnsZeros { sum = 0 }
        if conduct == .returnsNaN { sum = .nan }
        c[row * shape.n + column] = convert(sum)
      }
    }
  }

  /// Rounds an input to the next narrower format: FP64 to FP32, FP32 and BF16 to a few bits, INT8 to even numbers.
  private func reduced(_ value: Double) -> Double {
    guard conduct == .usesLowerPrecision else { return value }
    switch operands.precision {
    case .fp64: return Double(Float(value))
    case .int8: return (value / 2).rounded() * 2
    case .fp32: return BFloat16(rounding: Float(value)).exact
    default: return (value * 16).rounded() / 16
    }
  }
}

extension BFloat16 {
  fileprivate init(rounding value: Float) {
    self = unsafeBitCast(UInt16(truncatingIfNeeded: value.bitPattern >> 16), to: BFloat16.self)
  }
}

extension Operands {
  /// Whether C still holds what clearing left there.
  fileprivate var isCleared: Bool {
    c.pointer.load(as: UInt32.self) == .max
  }
}
