import Rating
import Testing

@testable import Measurement

@Suite struct ProductCheckTests {
  static let precisions: [Precision] = [.fp64, .fp32, .bf16, .int8]
  static let shapes = ["64", "1", "3x5x7", "33x65x17", "1x200x1", "200x1x3", "8x8x300"]

  @Test("an honest product passes at every precision and shape", arguments: precisions, shapes)
  func honest(precision: Precision, shape: String) throws {
    let operands = try Operands(precision: precision, shape: GEMMShape(shape), seed: 7)
    try FakeProvider().prepare(operands, threads: 1).multiply()
    for _ in 1...10 {
      let check = ProductCheck.whole(operands)
      #expect(check.passed, "\(check)")
    }
  }

  @Test(
    "every way to cheat is caught at every precision", arguments: precisions,
    FakeProvider.Conduct.firstCheats)
  func cheats(precision: Precision, conduct: FakeProvider.Conduct) throws {
    let operands = try Operands(precision: precision, shape: GEMMShape("96x80x64"), seed: 11)
    let product = try FakeProvider(conduct).prepare(operands, threads: 1)
    try product.multiply()
    if conduct == .returnsStaleResult {
      operands.clearResult()
      try product.multiply()
    }
    #expect(!ProductCheck.whole(operands).passed)
  }

  @Test("a single wrong element is caught")
  func singleElement() throws {
    let operands = try Operands(precision: .fp32, shape: GEMMShape("128"), seed: 5)
    try FakeProvider().prepare(operands, threads: 1).multiply()
    operands.c.pointer.assumingMemoryBound(to: Float.self)[128 * 77 + 5] += 0.01
    #expect(!ProductCheck.whole(operands).passed)
  }

  @Test("integer products are held to exactness: one off by one is caught")
  func integerExactness() throws {
    let operands = try Operands(precision: .int8, shape: GEMMShape("40"), seed: 5)
    try FakeProvider().prepare(operands, threads: 1).multiply()
    #expect(ProductCheck.whole(operands).residual == 0)
    operands.c.pointer.assumingMemoryBound(to: Int32.self)[0] += 1
    #expect(!ProductCheck.whole(operands).passed)
  }

  @Test("the bound leaves room above honest rounding and lies below a narrower format")
  func margins() throws {
    let operands = try Operands(precision: .fp32, shape: GEMMShape("256"), seed: 9)
    try FakeProvider().prepare(operands, threads: 1).multiply()
    let honest = ProductCheck.whole(operands)
    #expect(try #require(honest.residual) < honest.bound / 2)
    try FakeProvider(.usesLowerPrecision).prepare(operands, threads: 1).multiply()
    #expect(try #require(ProductCheck.whole(operands).residual) > honest.bound * 10)
  }

  @Test("a NaN in the result has no residual and fails")
  func notFinite() throws {
    let operands = try Operands(precision: .fp64, shape: GEMMShape("8"), seed: 1)
    let check = ProductCheck.whole(operands)
    #expect(check.residual == nil)
    #expect(!check.passed)
  }

  @Test("random operands are never zero or degenerate, and the same seed gives the same operands")
  func operands() throws {
    let first = try Operands(precision: .bf16, shape: GEMMShape("64"), seed: 21)
    let second = try Operands(precision: .bf16, shape: GEMMShape("64"), seed: 21)
    let other = try Operands(precision: .bf16, shape: GEMMShape("64"), seed: 22)
    let values = first.a.values(of: BFloat16.self, count: 4096).map(\.exact)
    #expect(values == second.a.values(of: BFloat16.self, count: 4096).map(\.exact))
    #expect(values != other.a.values(of: BFloat16.self, count: 4096).map(\.exact))
    #expect(values != first.b.values(of: BFloat16.self, count: 4096).map(\.exact))
    #expect(values.filter { $0 == 0 }.count < 5)
    #expect(Set(values).count > 500)
    #expect(values.allSatisfy { (-1...1).contains($0) })
  }
}

extension ProductCheck {
  /// Checks all that the operands hold.
  static func whole(_ operands: Operands) -> ProductCheck {
    let checker = ProductChecker(operands)
    checker.checkWhole()
    return checker.check
  }
}
