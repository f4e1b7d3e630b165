import Foundation
import Rating
import Testing

@testable import Measurement

@Suite struct OperandTests {
  @Test("memory that the system refuses is told in bytes, with the system's reason and what to do about it")
  func refused() {
    let error = #expect(throws: MeasurementError.self) { try SharedBuffer(byteCount: 1 << 62) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("the system refused 4611686018427387904 bytes of shared memory ("), "\(text)")
    #expect(text.hasSuffix("): give a smaller --size or --shape"))
    #expect(error?.isUsage == true)
    let files = MeasurementError.allocationFailed(bytes: 64, error: 24)
    #expect(files.description.contains("(Too many open files): raise the number of files"))
    #expect(!files.isUsage)
  }

  static func values(_ distribution: OperandDistribution, _ precision: Precision = .fp64) throws -> [Double] {
    let operands = try Operands(
      precision: precision, shape: GEMMShape("128"), distribution: distribution, seed: 3)
    switch precision {
    case .fp64: return Array(operands.a.values(of: Double.self, count: 16384))
    case .int8: return operands.a.values(of: UInt8.self, count: 16384).map(\.exact)
    default: return operands.a.values(of: Int16.self, count: 16384).map(\.exact)
    }
  }

  static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
  }

  @Test("each distribution has the moments of its name")
  func distributions() throws {
    let normal = Self.moments(try Self.values(.normal))
    #expect(normal.mean.magnitude < 0.05 && (normal.deviation - 1).magnitude < 0.03)
    let uniform = Self.moments(try Self.values(.uniform))
    #expect(uniform.mean.magnitude < 0.03 && (uniform.deviation - 1 / 3.0.squareRoot()).magnitude < 0.01)
    #expect(try Self.values(.int).allSatisfy { $0 == $0.rounded() && $0.magnitude <= 8 })
    #expect(try Self.values(.zeros).allSatisfy { $0 == 0 })
    let trig = try Self.values(.trig)
    #expect(trig[2] == sin(2))
  }

  @Test("integers fill their range and never leave it", arguments: OperandDistribution.allCases)
  func integers(distribution: OperandDistribution) throws {
    let bytes = try Self.values(distribution, .int8)
    #expect(bytes.allSatisfy { (0...255).contains($0) })
    let words = try Self.values(distribution, .int16)
    #expect(words.allSatisfy { (-255...255).contains($0) })
    if distribution == .uniform {
      #expect(bytes.min() == 0 && bytes.max() == 255)
      #expect(words.min() == -255 && words.max() == 255)
    }
  }

  @Test("a smaller shape's operands are the beginning of a larger one's, whatever came first")
  func prefix() throws {
    let shapes = [try GEMMShape("32"), try GEMMShape("64")]
    let pool = try OperandPool(.fp32, capacity: shapes, distribution: .uniform, seed: 9)
    let small = Array(pool.operands(shapes[0]).a.values(of: Float.self, count: 1024))
    let large = Array(pool.operands(shapes[1]).a.values(of: Float.self, count: 4096))
    #expect(Array(large.prefix(1024)) == small)
    let alone = try Operands(precision: .fp32, shape: shapes[1], seed: 9)
    #expect(Array(alone.a.values(of: Float.self, count: 4096)) == large)
  }

  @Test("8-bit floats round to the nearest value of their format and come back exactly")
  func minifloats() {
    for bits in UInt8.min...UInt8.max {
      let e4m3 = FP8E4M3(bitPattern: bits)
      if bits & 0x7f != 0x7f { #expect(FP8E4M3(nearest: e4m3.exact).bitPattern == bits || e4m3.exact == 0) }
      let e5m2 = FP8E5M2(bitPattern: bits)
      if bits & 0x7c != 0x7c { #expect(FP8E5M2(nearest: e5m2.exact).bitPattern == bits || e5m2.exact == 0) }
    }
    #expect(FP8E4M3(bitPattern: 0x7e).exact == 448)
    #expect(FP8E4M3(bitPattern: 0x01).exact == 0x1p-9)
    #expect(FP8E5M2(bitPattern: 0x7b).exact == 57_344)
    #expect(FP8E5M2(bitPattern: 0x01).exact == 0x1p-16)
    #expect(FP8E4M3(nearest: 1000).exact == 448)
    #expect(FP8E4M3(nearest: 17).exact == 16, "halfway, to the even one")
    #expect(FP8E4M3(nearest: 19).exact == 20, "halfway, to the even one")
  }

  @Test("what hides a kernel's work is mistrusted: zeros and constants, and nothing else")
  func mistrust() throws {
    for distribution in OperandDistribution.allCases {
      let operands = try Operands(
        precision: .fp32, shape: GEMMShape("64"), distribution: distribution, seed: 1)
      try FakeProvider().prepare(operands, threads: 1).multiply()
      let check = ProductCheck.whole(operands)
      #expect(check.passed)
      #expect((check.mistrusted != nil) == (distribution == .zeros))
    }
    let constant = try Operands(precision: .fp32, shape: GEMMShape("64"), seed: 1)
    let elements = constant.b.pointer.assumingMemoryBound(to: Float.self)
    for index in 0..<4096 { elements[index] = 1.5 }
    try FakeProvider().prepare(constant, threads: 1).multiply()
    #expect(ProductCheck.whole(constant).mistrusted?.contains("B holds fewer than three") == true)
  }

  @Test(
    "mirroring redraws all of A, element by element, within its distribution",
    arguments: [Precision.fp64, .fp32, .bf16, .fp16, .fp8e4m3, .int16, .int8], OperandDistribution.allCases)
  func mirror(precision: Precision, distribution: OperandDistribution) throws {
    // 37 · 41 elements end in the middle of a word at every width.
    let operands = try Operands(
      precision: precision, shape: GEMMShape("37x8x41"), distribution: distribution, seed: 5)
    func values<Element: MatrixElement>(_: Element.Type) -> [Double] {
      operands.a.values(of: Element.self, count: operands.countOfA).map(\.exact)
    }
    func current() -> [Double] { withElementTypes(of: precision) { a, _, _ in values(a) } ?? [] }
    let ends = precision == .int8 ? (distribution == .int ? 8.0 : 255) : 0
    let before = current()
    operands.mirror()
    let after = current()
    #expect(zip(before, after).allSatisfy { $1 == $0 || $1 == ends - $0 })
    let changed = Double(zip(before, after).count { $0 != $1 }) / Double(before.count)
    let changeable = Double(before.count { $0 != ends - $0 }) / Double(before.count)
    if distribution == .zeros {
      #expect(changed == 0)
    } else {
      #expect((changed / changeable - 0.5).magnitude < 0.06)
      #expect(
        Set(0..<37).allSatisfy { row in before[row * 41..<row * 41 + 41] != after[row * 41..<row * 41 + 41] })
    }
  }

  @Test("inputs that are sealed can be read by a worker, and written by nobody but their owner")
  func sealed() throws {
    let buffer = try SharedBuffer(byteCount: 4096)
    buffer.seal()
    buffer.pointer.storeBytes(of: 7, as: UInt8.self)
    let file = open("/proc/self/fd/\(buffer.region.descriptor)", O_RDWR)
    defer { close(file) }
    #expect(mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) == MAP_FAILED)
    let shown = try #require(mmap(nil, 4096, PROT_READ, MAP_SHARED, file, 0))
    #expect(shown != MAP_FAILED && shown.load(as: UInt8.self) == 7)
    munmap(shown, 4096)
  }
}
