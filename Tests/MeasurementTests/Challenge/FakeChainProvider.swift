import Foundation
import Rating

@testable import Measurement

/// A library that is honest while it is tried, and then has its way with a chain: real arithmetic, and on request one of
/// the ways to save some of it.
final class FakeChainProvider: GEMMProvider {
  enum Conduct: Sendable, Equatable {
    case honest
    /// The third product of a lap is its input.
    case skipsAStep
    /// Every product has the first matrix.
    case repeatsOneFactor
    /// The third product is what the second one was.
    case leavesAStaleResult
    /// Inputs are rounded to so many significant bits.
    case roundsInputs(bits: Int)
    /// Rows of A, and B without its diagonal, are scaled to 8-bit integers.
    case scalesToIntegers
    case skipsARow
    /// The last terms of every sum.
    case skipsTerms(Int)
    /// From the middle of the lap on, X is replaced by its best approximation of half the rank.
    case continuesOnHalfTheRank
    case throwsError
  }

  let conduct: Conduct
  let identity = ProviderIdentity(name: "FakeChainProvider", version: "1", path: "(in process)")
  private var prepared = 0
  fileprivate var calls = 0
  fileprivate var firstFactor: [Double]?
  fileprivate var lastResult: [Double] = []

  init(_ conduct: Conduct = .honest) { self.conduct = conduct }

  func support(for precision: Precision) -> ProviderSupport {
    precision.chainInput == nil ? .unsupported("not in the fake") : .native
  }

  func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    prepared += 1
    if conduct == .throwsError && prepared > 1 { throw ProviderError("the fake refuses") }
    // The first one is the trial's.
    return FakeChainProduct(operands, prepared > 1 ? self : nil)
  }
}

private final class FakeChainProduct: PreparedGEMM {
  let kernel = "plain loops"
  let operands: Operands
  private let provider: FakeChainProvider?
  private let size: Int

  /// - Parameter provider: how to behave; `nil` to be honest.
  init(_ operands: Operands, _ provider: FakeChainProvider?) {
    self.operands = operands
    self.provider = provider
    size = operands.shape.m
  }

  func multiply() throws(ProviderError) {
    var (a, b) = operands.doubles
    guard let provider else { return operands.store(Self.product(a, b, size, terms: size)) }
    provider.calls += 1
    let isThird = provider.calls == 3
    provider.firstFactor = provider.firstFactor ?? b
    var terms = size
    switch provider.conduct {
    case .honest, .skipsARow, .throwsError: break
    case .skipsAStep: if isThird { return operands.store(a) }
    case .leavesAStaleResult: if isThird { return operands.store(provider.lastResult) }
    case .repeatsOneFactor: b = provider.firstFactor ?? b
    case .roundsInputs(let bits): (a, b) = (a.rounded(bits: bits), b.rounded(bits: bits))
    case .skipsTerms(let count): terms = size - count
    case .scalesToIntegers:
      var (plain, diagonal) = (b, [Double](repeating: 0, count: size * size))
      for place in stride(from: 0, to: size * size, by: size + 1) {
        (plain[place], diagonal[place]) = (0, b[place])
      }
      let rest = Self.product(a.scaledToIntegers(size), plain.scaledToIntegers(size), size, terms: size)
      let exact = Self.product(a, diagonal, size, terms: size)
      return operands.store(zip(rest, exact).map { $0 + $1 })
    case .continuesOnHalfTheRank: if provider.calls > 8 { a = Self.halfRank(a, size) }
    }
    var c = Self.product(a, b, size, terms: terms)
    if provider.conduct == .skipsARow { for column in 0..<size { c[size + column] = 0 } }
    provider.lastResult = c
    operands.store(c)
  }

  private static func product(_ a: [Double], _ b: [Double], _ size: Int, terms: Int) -> [Double] {
    var c = [Double](repeating: 0, count: size * size)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          for row in 0..<size {
            for inner in 0..<terms {
              let factor = a[row * size + inner]
              for column in 0..<size { c[row * size + column] += factor * b[inner * size + column] }
            }
          }
        }
      }
    }
    return c
  }

  /// X·Q·Qᵀ with Q orthonormal and near the strongest directions: (XᵀX)³ times random columns, orthogonalised.
  private static func halfRank(_ x: [Double], _ size: Int) -> [Double] {
    let rank = size / 2
    func transposed(_ a: [Double]) -> [Double] {
      (0..<size * size).map { a[$0 % size * size + $0 / size] }
    }
    let gram = product(transposed(x), x, size, terms: size)
    // Rows are the columns of Q; the lower half stays zero.
    var q = (0..<size * size).map { $0 < rank * size ? Double.random(in: -1...1) : 0 }
    for _ in 0..<3 {
      q = product(q, gram, size, terms: size)
      for row in 0..<rank {
        for _ in 0..<2 {
          for earlier in 0..<row {
            let share = (0..<size).reduce(0) { $0 + q[row * size + $1] * q[earlier * size + $1] }
            for column in 0..<size { q[row * size + column] -= share * q[earlier * size + column] }
          }
        }
        let length = (0..<size).reduce(0) { $0 + q[row * size + $1] * q[row * size + $1] }.squareRoot()
        for column in 0..<size { q[row * size + column] /= length }
      }
    }
    return product(product(x, transposed(q), size, terms: size), q, size, terms: size)
  }
}

extension [Double] {
  fileprivate func rounded(bits: Int) -> [Double] {
    map { value in
      guard value != 0 else { return 0 }
      let unit = scalbn(1, Int(value.exponent) - bits + 1)
      return (value / unit).rounded(.toNearestOrEven) * unit
    }
  }

  /// Rows scaled so that the largest element is 127, rounded, and scaled back.
  fileprivate func scaledToIntegers(_ size: Int) -> [Double] {
    var scaled = self
    for row in 0..<size {
      let range = row * size..<(row + 1) * size
      let unit = (self[range].map(\.magnitude).max() ?? 1) / 127
      for place in range { scaled[place] = (self[place] / unit).rounded() * unit }
    }
    return scaled
  }
}

extension Operands {
  /// A and B.
  fileprivate var doubles: ([Double], [Double]) {
    withElementTypes(of: precision) { a, b, _ in
      (Self.doubles(self.a, countOfA, a), Self.doubles(self.b, countOfB, b))
    } ?? ([], [])
  }

  private static func doubles<Element: MatrixElement>(_ buffer: SharedBuffer, _ count: Int, _: Element.Type)
    -> [Double]
  {
    buffer.values(of: Element.self, count: count).map(\.exact)
  }

  /// Writes C.
  fileprivate func store(_ values: [Double]) {
    switch precision {
    case .fp64: Self.store(values, c) { $0 }
    case .int8: Self.store(values, c) { Int32(truncatingIfNeeded: Int64($0)) }
    default: Self.store(values, c) { Float($0) }
    }
  }

  private static func store<Element>(
    _ values: [Double], _ buffer: SharedBuffer, _ convert: (Double) -> Element
  ) {
    let place = buffer.pointer.assumingMemoryBound(to: Element.self)
    for (index, value) in values.enumerated() { place[index] = convert(value) }
  }
}
