import Rating

@testable import Measurement

/// A library of plain loops at FP64, the only precision that it has: real arithmetic, and on request a wrong chain.
final class FakeLoops: GEMMProvider {
  let identity = ProviderIdentity(name: "FakeLoops", version: "1", path: "(in process)")
  private let isWrongAfterTrial: Bool
  private var prepared = 0

  /// - Parameter isWrongAfterTrial: the product by which it is chosen is right, and all later ones lack their last terms.
  init(isWrongAfterTrial: Bool = false) { self.isWrongAfterTrial = isWrongAfterTrial }

  func support(for precision: Precision) -> ProviderSupport {
    precision == .fp64 ? .native : .unsupported("not in the fake")
  }

  func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    prepared += 1
    return Product(operands, terms: operands.shape.k - (isWrongAfterTrial && prepared > 1 ? 8 : 0))
  }

  private final class Product: PreparedGEMM {
    let kernel = "plain loops"
    let operands: Operands
    private let terms: Int

    init(_ operands: Operands, terms: Int) {
      self.operands = operands
      self.terms = terms
    }

    func multiply() throws(ProviderError) {
      let shape = operands.shape
      let a = operands.a.pointer.assumingMemoryBound(to: Double.self)
      let b = operands.b.pointer.assumingMemoryBound(to: Double.self)
      let c = operands.c.pointer.assumingMemoryBound(to: Double.self)
      for row in 0..<shape.m {
        let result = c + row * shape.n
        result.update(repeating: 0, count: shape.n)
        for term in 0..<terms {
          let factor = a[row * shape.k + term]
          for column in 0..<shape.n { result[column] += factor * b[term * shape.n + column] }
        }
      }
    }
  }
}
