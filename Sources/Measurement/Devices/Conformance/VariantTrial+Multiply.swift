import Foundation

extension VariantTrial {
  func judgeExactProduct() throws(ConformanceStop) -> String {
    var sizes: [GEMMShape] = []
    for shape in [try found()] + oddShapes {
      let crafted = CraftedElements(variant, format, shape, seed: UInt64(shape.k))
      guard let c = try multiplied(crafted, shape) else { continue }
      try Self.require(c, equal: crafted.c, shape)
      sizes.append(shape)
    }
    guard !sizes.isEmpty else {
      throw .fault(
        asked: "multiply of \(try found())", expected: "C: 'prepare' takes this size",
        came: "an error of kind unsupported")
    }
    return sizes.map(\.description).joined(separator: ", ")
  }

  /// Whether an element can be other than finite.
  var holdsNaN: Bool { notANumber != nil }

  private var notANumber: UInt64? {
    switch format {
    case .fp64: 0x7ff8_0000_0000_0000
    case .fp32: 0x7fc0_0000
    case .fp16: 0x7e00
    case .bf16: 0x7fc0
    case .fp8e4m3: 0x7f
    case .fp8e5m2: 0x7e
    case .fp4, .int8, .int32: nil
    }
  }

  private var infinity: UInt64? {
    switch format {
    case .fp64: 0x7ff0_0000_0000_0000
    case .fp32: 0x7f80_0000
    case .fp16: 0x7c00
    case .bf16: 0x7f80
    case .fp8e5m2: 0x7c
    case .fp8e4m3, .fp4, .int8, .int32: nil
    }
  }

  func judgeNotFinite() throws(ConformanceStop) -> String {
    let shape = try found()
    let crafted = CraftedElements(variant, format, shape, seed: 99)
    var request = crafted.request(variant)
    func place(_ row: Int) -> Int { crafted.a[row].firstIndex { $0 != 0 } ?? 0 }
    var a = request.a
    func put(_ bits: UInt64, _ row: Int) {
      let width = format.bits / 8
      let start = a.startIndex + (row * shape.k + place(row)) * width
      withUnsafeBytes(of: bits.littleEndian) {
        a.replaceSubrange(start..<start + width, with: $0.prefix(width))
      }
    }
    if let notANumber { put(notANumber, 0) }
    if let infinity { put(infinity, 1) }
    request = MultiplyRequest(variant: variant, m: shape.m, n: shape.n, k: shape.k, a: a, b: request.b)
    let c = try values(try client.demand(request, "C").c, shape)
    let expected = crafted.c
    for (index, value) in c.enumerated() {
      let row = index / shape.n
      let (isRight, word): (Bool, String) =
        switch row {
        case 0: (value.isNaN, "NaN: row 0 of A holds one")
        // Units of another FP8 than OCP's have a NaN in its place.
        case 1 where format == .fp8e5m2: (!value.isFinite, "infinity or NaN: row 1 of A holds infinity")
        case 1 where infinity != nil: (value.isInfinite, "infinity: row 1 of A holds one")
        default: (value == expected[index], "\(expected[index])")
        }
      guard !isRight else { continue }
      throw .fault(
        asked:
          "multiply of \(shape), with NaN in row 0 of A\(infinity == nil ? "" : " and infinity in row 1")",
        expected: "\(word), at row \(row), column \(index % shape.n)", came: "\(value)")
    }
    return infinity == nil ? "NaN" : "NaN and infinity"
  }

  func judgeLongLine() throws(ConformanceStop) -> String {
    _ = try found()
    let shape = Self.shape((16, 16, effort.longLine * 8 / format.bits / 16))
    let crafted = CraftedElements(variant, format, shape, seed: 5)
    guard let c = try multiplied(crafted, shape) else {
      throw .notApplicable("multiply of \(shape) is unsupported")
    }
    try Self.require(c, equal: crafted.c, shape)
    return "multiply of \(shape)"
  }

  /// - Returns: `nil` where the size is unsupported.
  private func multiplied(_ crafted: CraftedElements, _ shape: GEMMShape) throws(ConformanceStop) -> [Double]?
  {
    switch try client.ask(crafted.request(variant), within: 10 * shape.operations / 2e8) {
    case .success(let answer): return try values(answer.c, shape)
    case .failure(let error):
      if error.kind == .unsupported { return nil }
      throw .fault(
        asked: "multiply of \(shape)", expected: "C, or an error of kind unsupported",
        came: "an error of kind \(error.kind.rawValue): \(error.message)")
    }
  }

  private func values(_ c: Data, _ shape: GEMMShape) throws(ConformanceStop) -> [Double] {
    guard let values = variant.output.values(c, count: shape.m * shape.n) else {
      throw .fault(
        asked: "multiply of \(shape)",
        expected: "\(variant.output.bytes(shape.m * shape.n)) bytes of \(variant.output.rawValue)",
        came: "\(c.count) bytes")
    }
    return values
  }

  private static func require(_ c: [Double], equal expected: [Double], _ shape: GEMMShape)
    throws(ConformanceStop)
  {
    guard let place = expected.indices.first(where: { c[$0] != expected[$0] }) else { return }
    throw .fault(
      asked: "multiply of \(shape), of whole numbers",
      expected: "\(expected[place]) at row \(place / shape.n), column \(place % shape.n)", came: "\(c[place])"
    )
  }
}
