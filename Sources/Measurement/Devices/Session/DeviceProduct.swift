import Foundation

/// A product of one variant and shape on a device, with its operands there.
final class DeviceProduct {
  let variant: ProductVariant
  let shape: GEMMShape
  let a: DrawnMatrix
  let b: DrawnMatrix
  /// How many pairs of A and C the device holds: products in turn on all of them fill no cache.
  let sets: Int
  /// The kernels that the library offers, best first by its own word.
  private(set) var kernels: [String] = []
  /// Where the operands were drawn.
  private(set) var drawn = ""
  /// The signs of each set's A; empty before the first flip.
  private(set) var flips: [UInt64] = []
  private let connection: DeviceConnection
  private let request: PrepareRequest
  private var number: Int?
  private var generation = -1
  /// The best seconds of a product so far.
  private var bestSeconds = Double.infinity

  /// A rate below which a device counts as hanging, in operations a second.
  private static let slowest = 2e8
  /// A rate that nothing reaches: a worker that tells it is wrong.
  private static let fastest = 1e21

  /// - Parameters:
  ///   - sets: how many pairs of A and C.
  ///   - kernels: how many are wanted at most.
  /// - Throws: `DeviceError` when the device has no room, or no such product.
  init(
    _ connection: DeviceConnection, _ variant: ProductVariant, _ shape: GEMMShape,
    _ distribution: OperandDistribution, seed: UInt64, sets: Int, kernels: Int
  ) throws(DeviceError) {
    guard let format = variant.input else {
      throw DeviceError(.unsupported, "no \(variant.precision.label) product is known here")
    }
    self.connection = connection
    self.variant = variant
    self.shape = shape
    self.sets = sets
    a = DrawnMatrix(a: variant, format, shape, distribution, seed: seed)
    b = DrawnMatrix(b: variant, format, shape, distribution, seed: seed)
    request = PrepareRequest(
      variant: variant, m: shape.m, n: shape.n, k: shape.k, distribution: distribution, seed: Seed(seed),
      sets: sets, kernels: kernels)
    try prepare()
  }

  deinit { release() }

  /// Gives back the device's memory.
  func release() {
    if let number, generation == connection.generation, connection.lost == nil {
      _ = try? connection.ask(ReleaseRequest(product: number))
    }
    number = nil
  }

  /// Draws the signs of every set's A anew, by the system's generator.
  func flip() throws(DeviceError) {
    let seeds = (0..<sets).map { _ in UInt64.random(in: 0 ... .max) }
    _ = try connection.ask(
      FlipRequest(product: try current(), seeds: seeds.map { Seed($0) }),
      expecting: bytes(sets * shape.m * shape.k) / 1e9)
    flips = seeds
  }

  /// Computes products one after another.
  /// - Returns: the seconds of all together: the device's own, unless a message back and forth does not explain why it
  ///   took longer as seen from here.
  func run(kernel: Int, count: Int) throws(DeviceError) -> Double {
    let number = try current()
    let expected = min(bestSeconds, shape.operations / Self.slowest) * Double(count)
    let watch = Stopwatch()
    let told = try connection.ask(
      RunRequest(product: number, kernel: kernel, count: count), expecting: expected
    ).seconds
    let seen = watch.seconds
    guard told > 0, told.isFinite, shape.operations * Double(count) / told < Self.fastest else {
      throw DeviceError(.failed, "the worker tells \(told) seconds for \(count) products")
    }
    // One product may go before many, so that the clock meets a device that is at work.
    let before = count >= Self.leastCountWithOneBefore ? min(told, seen) / Double(count) : 0
    let allowance = seen * Self.messageShare + Self.messageSeconds + before
    let seconds = max(min(told, seen), seen - allowance)
    bestSeconds = min(bestSeconds, seconds / Double(count))
    return seconds
  }

  /// What passing a message to a worker and back may add to a run, in seconds and as a share of it.
  private static let messageSeconds = 5e-4
  private static let messageShare = 0.005
  private static let leastCountWithOneBefore = 16

  /// Some rows of a matrix as the device's memory holds them.
  func rows(_ matrix: RowsRequest.Matrix, set: Int, _ rows: [Int]) throws(DeviceError) -> Data {
    let data = try connection.ask(
      RowsRequest(product: try current(), set: set, matrix: matrix, rows: rows)
    ).data
    let length =
      matrix == .c ? variant.output.bytes(shape.n) : a.format.bytes(matrix == .a ? a.columns : b.columns)
    guard data.count == rows.count * length else {
      throw DeviceError(
        .failed, "\(rows.count) rows of \(matrix) have \(data.count) bytes, not \(rows.count * length)")
    }
    return data
  }

  /// The largest deviation of C·x from A·(B·x) over all rows of a set, by the device.
  func checkOnDevice(set: Int) throws(DeviceError) -> Double {
    let seed = Seed(UInt64.random(in: 0 ... .max))
    return try connection.ask(
      CheckRequest(product: try current(), set: set, seed: seed), expecting: shape.operations / 1e12
    ).largest.value
  }

  /// The product's number in the worker, which has to learn it anew if it is a new one.
  private func current() throws(DeviceError) -> Int {
    if let number, generation == connection.generation, connection.lost == nil { return number }
    return try prepare()
  }

  @discardableResult
  private func prepare() throws(DeviceError) -> Int {
    let answer = try connection.ask(request, expecting: bytes(shape.m * shape.k + shape.k * shape.n) / 2e7)
    generation = connection.generation
    guard !answer.kernels.isEmpty else {
      throw DeviceError(.unsupported, "the library has no kernel for \(shape)")
    }
    number = answer.product
    kernels = answer.kernels.map(\.printable)
    drawn = answer.drawn.printable
    flips = []
    return answer.product
  }

  private func bytes(_ elements: Int) -> Double { Double(a.format.bits) / 8 * Double(elements) }
}
