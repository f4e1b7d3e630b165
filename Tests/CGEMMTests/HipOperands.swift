import CGEMM

/// A, B and C of some sets on a device, and what they hold.
struct HipOperands {
  let variant: HipVariant
  let m: Int
  let n: Int
  let k: Int
  let transposed: Bool
  /// Of each set.
  private(set) var a: [UInt64] = []
  private(set) var b: [UInt64] = []
  private(set) var c: [UInt64] = []

  var product: assay_product { variant.product(m: m, n: n, k: k, transposed: transposed) }

  /// Takes memory for so many sets; C is filled with bytes of 0x77.
  init(
    _ session: HipSession, _ variant: HipVariant, m: Int = 33, n: Int = 21, k: Int = 64, transposed: Bool,
    sets: Int = 1
  ) throws(HipFailure) {
    (self.variant, self.m, self.n, self.k, self.transposed) = (variant, m, n, k, transposed)
    for _ in 0..<sets {
      a.append(try session.allocate(variant.input.bytes(m * k)))
      b.append(try session.allocate(variant.input.bytes(k * n)))
      c.append(try session.allocate(variant.output.bytes(m * n)))
      try session.upload([UInt8](repeating: 0x77, count: variant.output.bytes(m * n)), to: c[c.count - 1])
    }
  }

  func release(_ session: HipSession) {
    for memory in a + b + c {
      session.release(memory)
    }
  }

  /// Puts integers between -2 and 2 into A and B of a set, which every format holds and whose sums are exact in all.
  func fillWithIntegers(_ session: HipSession, set: Int) throws(HipFailure) {
    func codes(_ seed: UInt64, _ count: Int) -> [UInt64] {
      (0..<count).map { variant.input.code(Double(HipStream.number(seed, $0) % 5) - 2) }
    }
    let seed = UInt64(set) + 1
    try session.upload(variant.input.packed(codes(seed, m * k)), to: a[set])
    try session.upload(variant.input.packed(codes(~seed, k * n)), to: b[set])
  }

  func draw(_ session: HipSession, seed: UInt64, set: Int) throws(HipFailure) {
    try session.draw(variant.input, to: a[set], count: m * k, seed: seed)
    try session.draw(variant.input, to: b[set], count: k * n, seed: ~seed)
  }

  /// What C of a set holds.
  func result(_ session: HipSession, set: Int) throws(HipFailure) -> [Double] {
    try values(session, variant.output, c[set], m * n)
  }

  /// C of a set as the A and B on the device give it, summed in FP64.
  func expected(_ session: HipSession, set: Int) throws(HipFailure) -> [Double] {
    HipVariant.multiply(
      a: try values(session, variant.input, a[set], m * k),
      b: try values(session, variant.input, b[set], k * n),
      m: m, n: n, k: k, transposed: transposed)
  }

  private func values(
    _ session: HipSession, _ format: HipFormat, _ memory: UInt64, _ count: Int
  ) throws(HipFailure) -> [Double] {
    format.unpacked(try session.download(format.bytes(count), from: memory), count: count).map(format.value)
  }
}
