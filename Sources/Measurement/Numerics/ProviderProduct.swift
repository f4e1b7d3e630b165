import Rating

/// A library's product with operands that are written element by element.
struct ProviderProduct: CraftedProduct {
  let precision: Precision
  private let provider: any GEMMProvider
  private let threads: Int

  init(_ provider: any GEMMProvider, _ precision: Precision, threads: Int) {
    self.provider = provider
    self.precision = precision
    self.threads = threads
  }

  func multiply(m: Int, n: Int, k: Int, a: [Double], b: [Double]) throws(ProviderError) -> [Double] {
    let operands: Operands
    do throws(MeasurementError) {
      operands = try Operands(precision: precision, shape: GEMMShape(m: m, n: n, k: k), a: a, b: b)
    } catch { throw ProviderError("\(error)") }
    try provider.prepare(operands, threads: threads).multiply()
    return operands.result
  }
}

extension Operands {
  /// Operands of given values.
  fileprivate convenience init(precision: Precision, shape: GEMMShape, a: [Double], b: [Double])
    throws(MeasurementError)
  {
    let bytes = OperandFormat(precision)
    self.init(
      precision: precision, shape: shape, distribution: .int,
      a: try SharedBuffer(byteCount: a.count * bytes.inputBytes),
      b: try SharedBuffer(byteCount: b.count * bytes.inputBytes),
      c: try SharedBuffer(byteCount: shape.m * shape.n * bytes.outputBytes))
    _ = withElementTypes(of: precision) { elementOfA, elementOfB, _ in
      Self.write(a, to: self.a, elementOfA)
      Self.write(b, to: self.b, elementOfB)
    }
    clearResult()
  }

  private static func write<Element: InputElement>(
    _ values: [Double], to buffer: SharedBuffer, _: Element.Type
  ) {
    let elements = buffer.pointer.assumingMemoryBound(to: Element.self)
    for (index, value) in values.enumerated() {
      (elements + index).initialize(to: Element(nearest: value))
    }
  }

  /// What C holds.
  fileprivate var result: [Double] {
    func values<Element: MatrixElement>(_: Element.Type) -> [Double] {
      c.values(of: Element.self, count: countOfC).map(\.exact)
    }
    return withElementTypes(of: precision) { _, _, element in values(element) } ?? []
  }
}
