/// How much of a device's memory a product may take, and how many pairs of A and C fit into it.
struct DeviceMemory {
  /// For one product.
  let bytes: Double
  private let cacheBytes: Double

  /// Where a device does not tell its memory.
  private static let assumedBytes = 1 << 30
  private static let usableShare = 0.8
  private static let mostSets = 64

  /// - Parameter sharers: how many products are to fit at the same time.
  init(_ device: DeviceDescription, sharers: Int) {
    let free = device.freeBytes ?? device.memoryBytes ?? Self.assumedBytes
    bytes = Double(max(0, free)) * Self.usableShare / Double(max(1, sharers))
    cacheBytes = Double(max(0, device.cacheBytes ?? 0))
  }

  /// The pairs of A and C for a product: as many as a burst needs and the cache cannot hold, as far as there is room.
  /// - Parameter wanted: products of a burst.
  /// - Returns: 0 where not even one fits.
  func sets(_ variant: ProductVariant, _ shape: GEMMShape, wanted: Int) -> Int {
    let (a, b, c) = variant.bytes(shape)
    let pair = a + c
    // A as it was drawn, and B twice: at several places, or beside a packed one.
    let room = bytes - a - 2 * b
    guard room >= pair else { return 0 }
    let uncached = (2 * cacheBytes / pair).rounded(.up)
    return Int(min(max(Double(wanted), uncached, 2), (room / pair).rounded(.down), Double(Self.mostSets)))
  }
}
