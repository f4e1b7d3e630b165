import CGEMM
import Foundation
import Rating

/// A device that is open through a plug-in, and what is prepared on it.
final class HostedDevice {
  let variants: [ProductVariant]
  /// Precisions of which there is no variant, and why.
  let missing: [OpenRequest.Missing]
  private let plugIn: PlugIn
  private let cacheBytes: Int
  private var products: [Int: HostedProduct] = [:]
  private var lastProduct = 0

  /// What an answer may hold of rows, in bytes: base64 makes four of three, and a line has an end.
  private static let longestAnswer = DeviceWorker.longestLine / 4 * 3 - 4096
  private static let mostSets = 4096
  private static let mostKernels = 64

  /// Chooses a device, for good, and asks for every variant whether it can be had.
  init(_ plugIn: PlugIn, device: Int) throws(DeviceError) {
    self.plugIn = plugIn
    try plugIn.select(device)
    cacheBytes = (try? plugIn.describe(device)).map { Int(clamping: $0.cache_bytes) } ?? 0
    var variants: [ProductVariant] = []
    var missing: [OpenRequest.Missing] = []
    for precision in Precision.allCases {
      guard let input = ElementFormat(inputsOf: precision) else { continue }
      var reason: String?
      var hasOne = false
      for variant in ProductVariant.candidates(of: precision) {
        do throws(DeviceError) {
          try plugIn.requireSupport(of: assay_product(variant, input))
          variants.append(variant)
          hasOne = true
        } catch {
          guard error.kind == .unsupported || error.kind == .failed else { throw error }
          // The first candidate is the plainest.
          reason = reason ?? error.message
        }
      }
      if !hasOne, let reason {
        missing.append(OpenRequest.Missing(precision: precision.rawValue, reason: reason))
      }
    }
    (self.variants, self.missing) = (variants, missing)
  }

  func prepare(_ request: PrepareRequest) throws(DeviceError) -> PrepareRequest.Answer {
    let input = try self.input(of: request.variant)
    let shape = try Self.shape(request.variant, m: request.m, n: request.n, k: request.k)
    try Self.require(
      (1...Self.mostSets).contains(request.sets), "sets is \(request.sets): give 1 to \(Self.mostSets)")
    try Self.require(request.kernels > 0, "kernels is \(request.kernels): give at least 1")
    let wanted = PrepareRequest(
      variant: request.variant, m: request.m, n: request.n, k: request.k, distribution: request.distribution,
      seed: request.seed, sets: request.sets, kernels: min(request.kernels, Self.mostKernels))
    let product = try HostedProduct(plugIn, wanted, shape, input: input, cacheBytes: cacheBytes)
    lastProduct += 1
    products[lastProduct] = product
    return .init(product: lastProduct, kernels: product.kernels, drawn: product.drawn)
  }

  func flip(_ request: FlipRequest) throws(DeviceError) -> Done {
    let product = try product(request.product)
    try Self.require(
      request.seeds.count == product.sets,
      "\(request.seeds.count) seeds for a product of \(product.sets) sets: give one for each")
    try product.flip(request.seeds.map(\.value))
    return Done()
  }

  func run(_ request: RunRequest) throws(DeviceError) -> RunRequest.Answer {
    let product = try product(request.product)
    try Self.require(
      product.kernels.indices.contains(request.kernel),
      "kernel \(request.kernel) of \(product.kernels.count), counted from 0")
    try Self.require(
      (1...Int(Int32.max)).contains(request.count), "count is \(request.count): give 1 to \(Int32.max)")
    return .init(seconds: try product.run(kernel: request.kernel, count: request.count))
  }

  func rows(_ request: RowsRequest) throws(DeviceError) -> RowsRequest.Answer {
    let product = try product(request.product, set: request.set)
    let extent = product.extent(request.matrix)
    for row in request.rows {
      try Self.require(
        (0..<extent.rows).contains(row),
        "row \(row) of \(request.matrix.rawValue), which has \(extent.rows), counted from 0")
    }
    let (bytes, isTooMuch) = request.rows.count.multipliedReportingOverflow(by: extent.bytes)
    try Self.require(
      !isTooMuch && bytes <= Self.longestAnswer,
      "\(request.rows.count) rows of \(extent.bytes) bytes are too long for a line: ask for fewer")
    return .init(data: try product.rows(request.matrix, set: request.set, request.rows))
  }

  func check(_ request: CheckRequest) throws(DeviceError) -> CheckRequest.Answer {
    let product = try product(request.product, set: request.set)
    let (largest, row) = try product.check(set: request.set, seed: request.seed.value)
    return .init(largest: .init(largest), row: row)
  }

  func multiply(_ request: MultiplyRequest) throws(DeviceError) -> MultiplyRequest.Answer {
    let (variant, input) = (request.variant, try self.input(of: request.variant))
    let shape = try Self.shape(variant, m: request.m, n: request.n, k: request.k)
    for (name, data, elements) in [
      ("a", request.a, Double(shape.m) * Double(shape.k)),
      ("b", request.b, Double(shape.k) * Double(shape.n)),
    ] {
      let bytes = (elements * Double(input.bits) / 8).rounded(.up)
      try Self.require(
        Double(data.count) == bytes,
        "\(name) has \(data.count) bytes, and \(shape) needs \(String(format: "%.0f", bytes))")
    }
    let bytesOfC = Double(shape.m) * Double(shape.n) * Double(variant.output.bits) / 8
    try Self.require(bytesOfC <= Double(Self.longestAnswer), "C of \(shape) is too long for a line")
    let bytes = variant.output.bytes(shape.m * shape.n)
    let a = try DeviceMemoryBlock(plugIn, bytes: request.a.count)
    let b = try DeviceMemoryBlock(plugIn, bytes: request.b.count)
    let c = try DeviceMemoryBlock(plugIn, bytes: bytes)
    try plugIn.upload(request.a, to: a.address)
    try plugIn.upload(request.b, to: b.address)
    let product = assay_product(variant, input, m: shape.m, n: shape.n, k: shape.k)
    let (prepared, _) = try plugIn.prepare(product, wanted: 1)
    defer { plugIn.discard(prepared) }
    _ = try plugIn.run(prepared, kernel: 0, a: [a.address], b: [b.address], c: [c.address], count: 1)
    return .init(c: try plugIn.download(bytes, from: c.address))
  }

  /// - Parameter peer: the number of the other device; `nil` for none.
  func bandwidth(_ request: BandwidthRequest, peer: Int?) throws(DeviceError) -> BandwidthRequest.Answer {
    try Self.require(request.bytes > 0, "bytes is \(request.bytes): give at least 1")
    try Self.require(
      (1...Int(Int32.max)).contains(request.count), "count is \(request.count): give 1 to \(Int32.max)")
    try Self.require(
      (request.kind == .peer) == (peer != nil), "'peer' names the other device of kind peer, and of no other")
    let kind =
      switch request.kind {
      case .copy: 0
      case .read: 1
      case .peer: 2
      }
    let (seconds, moved) = try plugIn.bandwidth(
      kind, peer: peer ?? -1, bytes: request.bytes, count: request.count)
    try Self.require(seconds.isFinite && seconds > 0, "the plug-in tells \(seconds) seconds")
    return .init(seconds: seconds, moved: moved)
  }

  func release(_ request: ReleaseRequest) throws(DeviceError) -> Done {
    _ = try product(request.product)
    products[request.product] = nil
    return Done()
  }

  private func product(_ number: Int, set: Int = 0) throws(DeviceError) -> HostedProduct {
    guard let product = products[number] else {
      throw DeviceError(.failed, "there is no product \(number)")
    }
    try Self.require((0..<product.sets).contains(set), "set \(set) of \(product.sets), counted from 0")
    return product
  }

  private func input(of variant: ProductVariant) throws(DeviceError) -> ElementFormat {
    guard variants.contains(variant), let input = variant.input else {
      throw DeviceError(.unsupported, "this device offers no such variant: 'open' tells those that it does")
    }
    return input
  }

  private static func shape(_ variant: ProductVariant, m: Int, n: Int, k: Int) throws(DeviceError)
    -> GEMMShape
  {
    let shape: GEMMShape
    do throws(MeasurementError) { shape = try GEMMShape(m: m, n: n, k: k) } catch {
      throw DeviceError(.failed, "\(error)")
    }
    if variant.sparsity != nil && k % 4 != 0 {
      throw DeviceError(.unsupported, "k = \(k) is no multiple of 4, which 2:4 sparsity needs")
    }
    if variant.precision == .fp4 && (k % 2 != 0 || !variant.transposed && n % 2 != 0) {
      throw DeviceError(
        .unsupported, "\(shape) has rows of an odd number of 4-bit elements, which share no byte")
    }
    return shape
  }

  private static func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(DeviceError) {
    if !condition { throw DeviceError(.failed, message()) }
  }
}

extension ProductVariant {
  /// All variants that a plug-in can be asked for, the plainest first.
  static func candidates(of precision: Precision) -> [ProductVariant] {
    let isSmallFloat = [.fp16, .fp8e4m3, .fp8e5m2, .fp4].contains(precision)
    let accumulations: [Accumulation] = isSmallFloat ? [.full, .fast] : [.full]
    let sparsities: [Sparsity?] = [nil, .twoOfFour]
    return sparsities.flatMap { sparsity in
      accumulations.flatMap { accumulate in
        outputs(of: precision).flatMap { output in
          [true, false].map {
            ProductVariant(
              precision: precision, output: output, accumulate: accumulate, sparsity: sparsity, transposed: $0
            )
          }
        }
      }
    }
  }

  /// The formats in which C can hold what a product of a precision gives.
  static func outputs(of precision: Precision) -> [ElementFormat] {
    switch precision {
    case .fp64: [.fp64]
    case .fp32, .tf32: [.fp32]
    case .fp16: [.fp32, .fp16]
    case .bf16: [.fp32, .bf16]
    case .fp8e4m3, .fp8e5m2, .fp4: [.fp32, .fp16, .bf16]
    case .int8: [.int32]
    case .fp6, .int16, .int4: []
    }
  }
}
