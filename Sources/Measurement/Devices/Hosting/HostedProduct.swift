import CGEMM
import Foundation
import Parallel

/// A product that is prepared through a plug-in: its operands in the device's memory, and the library's kernels for it.
final class HostedProduct {
  let kernels: [String]
  /// "device" or "host".
  let drawn: String
  let sets: Int
  private let plugIn: PlugIn
  private let product: assay_product
  private let prepared: OpaquePointer
  private let output: ElementFormat
  private let shape: (m: Int, n: Int)
  private let matrixA: DrawnMatrix
  private let matrixB: DrawnMatrix
  /// A as it was drawn, from which every flip is made; `nil` where signs are put on the host.
  private let base: DeviceMemoryBlock?
  private let a: [DeviceMemoryBlock]
  /// B at as many places as keep it out of the device's cache.
  private let b: [DeviceMemoryBlock]
  private let c: [DeviceMemoryBlock]

  /// How many bytes are drawn and copied at a time.
  private static let slice = 16 << 20

  /// Takes memory, draws and asks the library for its kernels.
  /// - Parameters:
  ///   - input: the format of A and B.
  ///   - cacheBytes: of the device; 0 where it is not known.
  /// - Throws: `DeviceError` when there is no room or no such product.
  init(
    _ plugIn: PlugIn, _ request: PrepareRequest, _ shape: GEMMShape, input: ElementFormat, cacheBytes: Int
  ) throws(DeviceError) {
    let variant = request.variant
    self.plugIn = plugIn
    self.shape = (shape.m, shape.n)
    sets = request.sets
    output = variant.output
    product = assay_product(variant, input, m: shape.m, n: shape.n, k: shape.k)
    matrixA = DrawnMatrix(a: variant, input, shape, request.distribution, seed: request.seed.value)
    matrixB = DrawnMatrix(b: variant, input, shape, request.distribution, seed: request.seed.value)

    // Sizes that do not even fit a number fit no device.
    let bytes = try Self.bytes(variant, input, shape, sets: request.sets)
    func block(_ bytes: Int) throws(DeviceError) -> DeviceMemoryBlock {
      try DeviceMemoryBlock(plugIn, bytes: bytes)
    }
    base = plugIn.canFlip ? try block(bytes.a) : nil
    var (a, b, c) = ([DeviceMemoryBlock](), [try block(bytes.b)], [DeviceMemoryBlock]())
    for _ in 0..<request.sets {
      a.append(try block(bytes.a))
      c.append(try block(bytes.c))
    }
    (prepared, kernels) = try plugIn.prepare(product, wanted: request.kernels)
    // No deinitialiser discards it if this one throws.
    do throws(DeviceError) {
      // More places for B are taken only once everything else has its room.
      while b.count < request.sets && bytes.b * b.count < 2 * cacheBytes {
        guard let copy = try? block(bytes.b) else { break }
        b.append(copy)
      }
      let isDrawnThere = try Self.draw(plugIn, matrixA, at: (a + [base].compactMap { $0 }).map(\.address))
      _ = try Self.draw(plugIn, matrixB, at: b.map(\.address))
      drawn = isDrawnThere ? "device" : "host"
    } catch {
      plugIn.discard(prepared)
      throw error
    }
    (self.a, self.b, self.c) = (a, b, c)
  }

  deinit { plugIn.discard(prepared) }

  /// Gives each set's A the signs of a seed of its own.
  func flip(_ seeds: [UInt64]) throws(DeviceError) {
    for (place, seed) in zip(a, seeds) {
      do throws(DeviceError) {
        guard let base else { throw DeviceError(.unsupported, "") }
        try plugIn.flip(
          matrixA.format, from: base.address, to: place.address, rows: matrixA.rows, columns: matrixA.columns,
          seed: seed)
      } catch {
        guard error.kind == .unsupported else { throw error }
        try Self.upload(plugIn, matrixA, flip: seed, to: [place.address])
      }
    }
  }

  /// - Returns: seconds of all products together, by the device's clock.
  func run(kernel: Int, count: Int) throws(DeviceError) -> Double {
    let seconds = try plugIn.run(
      prepared, kernel: kernel, a: a.map(\.address), b: (0..<sets).map { b[$0 % b.count].address },
      c: c.map(\.address), count: count)
    guard seconds.isFinite, seconds > 0 else {
      throw DeviceError(.failed, "the plug-in tells \(seconds) seconds for \(count) products")
    }
    return seconds
  }

  /// Some rows as they lie in the device's memory.
  func rows(_ matrix: RowsRequest.Matrix, set: Int, _ rows: [Int]) throws(DeviceError) -> Data {
    let block = block(matrix, set: set)
    let length = extent(matrix).bytes
    var data = Data(capacity: rows.count * length)
    for row in rows {
      data.append(try plugIn.download(length, from: block.address + UInt64(row * length)))
    }
    return data
  }

  /// How many rows a matrix has, as it lies, and the bytes of each.
  func extent(_ matrix: RowsRequest.Matrix) -> (rows: Int, bytes: Int) {
    switch matrix {
    case .a: (matrixA.rows, matrixA.format.bytes(matrixA.columns))
    case .b: (matrixB.rows, matrixB.format.bytes(matrixB.columns))
    case .c: (shape.m, output.bytes(shape.n))
    }
  }

  /// The largest deviation over all rows, by the device.
  func check(set: Int, seed: UInt64) throws(DeviceError) -> (largest: Double, row: Int) {
    try plugIn.check(
      product, a: a[set].address, b: b[set % b.count].address, c: c[set].address, seed: seed)
  }

  private func block(_ matrix: RowsRequest.Matrix, set: Int) -> DeviceMemoryBlock {
    switch matrix {
    case .a: a[set]
    case .b: b[set % b.count]
    case .c: c[set]
    }
  }
}

extension HostedProduct {
  /// The bytes of A, B and C.
  /// - Throws: `DeviceError` of kind `memory` where all sets together are more than a number can tell.
  private static func bytes(
    _ variant: ProductVariant, _ input: ElementFormat, _ shape: GEMMShape, sets: Int
  ) throws(DeviceError) -> (a: Int, b: Int, c: Int) {
    let needed =
      Double(sets + 1) * Double(shape.m) * Double(shape.k) + Double(shape.k) * Double(shape.n)
      + Double(sets) * Double(shape.m) * Double(shape.n)
    guard needed < 0x1p57 else {
      throw DeviceError(.memory, "\(shape) with \(sets) pairs of A and C: no device has so much memory")
    }
    return (
      input.bytes(shape.m * shape.k), input.bytes(shape.k * shape.n), variant.output.bytes(shape.m * shape.n)
    )
  }

  /// Draws a matrix at some places.
  /// - Returns: whether the device did.
  private static func draw(_ plugIn: PlugIn, _ matrix: DrawnMatrix, at places: [UInt64]) throws(DeviceError)
    -> Bool
  {
    do throws(DeviceError) {
      guard matrix.distribution == .uniform && matrix.sparsity == nil else {
        throw DeviceError(.unsupported, "")
      }
      for place in places {
        try plugIn.draw(matrix.format, at: place, count: matrix.rows * matrix.columns, seed: matrix.seed)
      }
      return true
    } catch {
      guard error.kind == .unsupported else { throw error }
      try upload(plugIn, matrix, flip: nil, to: places)
      return false
    }
  }

  /// Draws a matrix on the host, a slice at a time, and copies it to some places.
  private static func upload(_ plugIn: PlugIn, _ matrix: DrawnMatrix, flip: UInt64?, to places: [UInt64])
    throws(DeviceError)
  {
    let length = matrix.format.bytes(matrix.columns)
    let rows = max(1, slice / length)
    for start in stride(from: 0, to: matrix.rows, by: rows) {
      let slice = drawn(matrix, start..<min(start + rows, matrix.rows), flip: flip)
      for place in places { try plugIn.upload(slice, to: place + UInt64(start * length)) }
    }
  }

  /// Rows drawn on all cores.
  private static func drawn(_ matrix: DrawnMatrix, _ rows: Range<Int>, flip: UInt64?) -> Data {
    let part = max(1, (1 << 16) / matrix.columns)
    return Array(stride(from: rows.lowerBound, to: rows.upperBound, by: part)).concurrentMap {
      matrix.bytes(rows: $0..<min($0 + part, rows.upperBound), flip: flip)
    }.reduce(into: Data(capacity: rows.count * matrix.format.bytes(matrix.columns))) { $0.append($1) }
  }
}
