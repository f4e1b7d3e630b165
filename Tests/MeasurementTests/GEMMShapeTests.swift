import Testing

@testable import Measurement

@Suite struct GEMMShapeTests {
  @Test("a shape is one side or three")
  func parsing() throws {
    #expect(try GEMMShape("2048") == GEMMShape(m: 2048, n: 2048, k: 2048))
    #expect(try GEMMShape("4096x1024x512") == GEMMShape(m: 4096, n: 1024, k: 512))
    #expect(try GEMMShape("10x20x30").operations == 12000)
  }

  @Test(
    "what is not a shape is refused with a remedy",
    arguments: [
      "0", "-1", "", "x", "2x3", "1x2x3x4", "1.5", "abc", "10x0x10", "99999999999999999999", "2147483648",
      "1e3", "5 ",
    ])
  func refused(text: String) {
    #expect(throws: MeasurementError.self) { try GEMMShape(text) }
  }

  @Test("the largest shape's operands are counted without overflow")
  func largest() throws {
    let shape = try GEMMShape(square: 1_000_000_000)
    #expect(shape.operandBytes(.fp64) == 3.2e19)
    #expect(shape.operations == 2e27)
  }

  @Test("operands that do not fit are refused before anything is allocated")
  func memory() throws {
    let plan = MemoryPlan(
      shapes: [(.fp64, [try GEMMShape(square: 1_000_000_000)])], bandwidthBytes: 0)
    #expect(plan.bytes == 3.2e19)
    let error = #expect(throws: MeasurementError.self) { try plan.check(availableBytes: 1 << 34) }
    #expect(error?.description.contains("smaller --size") == true)
  }

  @Test("the plan counts the inputs of each precision, one C for all, and the largest B once more")
  func plan() throws {
    let shapes = [try GEMMShape("100x50x10"), try GEMMShape("20")]
    let plan = MemoryPlan(shapes: [(.fp64, shapes), (.bf16, shapes)], distributions: 2, bandwidthBytes: 7)
    let (a, b, c) = (100.0 * 10, 50.0 * 10, 100.0 * 50)
    #expect(plan.inputs.map(\.bytes) == [(a + b) * 8 * 2, (a + b) * 2 * 2])
    #expect(plan.resultBytes == c * 8)
    #expect(plan.packedBytes == b * 8)
    #expect(plan.bytes == (a + b) * 20 + c * 8 + b * 8)
  }
}
