import CGEMM
import Testing

/// A kind of product, as `assay_product` has it, and a shape.
struct DeviceProduct: CustomTestStringConvertible {
  let name: String
  let input: DeviceFormat
  let output: DeviceFormat
  var arithmetic = ASSAY_PLAIN
  var fast = false
  var sparse = false
  var transposed = true
  var shape = (m: 48, n: 32, k: 64)

  var testDescription: String {
    "\(name) to \(output)\(fast ? ", fast" : "")\(transposed ? ", B transposed" : "")"
  }

  /// As the probe takes it.
  var words: [any CustomStringConvertible] {
    [
      input.rawValue, output.rawValue, arithmetic.rawValue, fast ? 1 : 0, sparse ? 1 : 0, transposed ? 1 : 0,
      shape.m, shape.n, shape.k,
    ]
  }

  /// The index of element (p, j) of B.
  func place(_ p: Int, _ j: Int) -> Int { transposed ? j * shape.k + p : p * shape.n + j }

  /// C = A · B of values, as exactly as FP64.
  func exact(_ a: [Double], _ b: [Double]) -> [Double] {
    (0..<shape.m * shape.n).map { index in
      let (i, j) = (index / shape.n, index % shape.n)
      return (0..<shape.k).reduce(0) { $0 + a[i * shape.k + $1] * b[place($1, j)] }
    }
  }
}

/// A product on a device: its operands, and the answer.
struct PlacedProduct {
  let product: DeviceProduct
  let a: [UInt64]
  let b: [UInt64]
  let addresses: (a: UInt64, b: UInt64, c: UInt64)

  /// Puts operands on the device; C holds something else than the product at first.
  init(_ product: DeviceProduct, a: [Double], b: [Double], on probe: PluginProbe) throws {
    self.product = product
    self.a = a.map(product.input.element)
    self.b = b.map(product.input.element)
    let garbage = [UInt8](repeating: 0x5a, count: product.shape.m * product.shape.n * product.output.bits / 8)
    addresses = (
      try probe.place(product.input.packed(self.a)), try probe.place(product.input.packed(self.b)),
      try probe.place(garbage)
    )
  }

  func c(on probe: PluginProbe) throws -> [Double] {
    let count = product.shape.m * product.shape.n
    let bytes = try probe.download(count * product.output.bits / 8, from: addresses.c)
    return product.output.unpacked(bytes, count: count).map(product.output.value)
  }

  var exact: [Double] { product.exact(a.map(product.input.value), b.map(product.input.value)) }
}
