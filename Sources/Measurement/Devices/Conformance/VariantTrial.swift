import Foundation

/// Tries one variant of a worker's offer.
final class VariantTrial {
  let client: ConformanceClient
  let variant: ProductVariant
  let effort: ConformanceSuite.Effort
  /// The smallest size that the worker takes of this variant; `nil` before it is known.
  private(set) var shape: GEMMShape?

  /// Libraries take small products of some formats only in multiples of 16, 32 or 128.
  private static let sizes = [(16, 16, 32), (32, 64, 64), (128, 128, 256), (256, 256, 512)]

  init(_ client: ConformanceClient, _ variant: ProductVariant, _ effort: ConformanceSuite.Effort) {
    self.client = client
    self.variant = variant
    self.effort = effort
  }

  var format: ElementFormat { variant.input ?? .fp32 }

  /// The smallest size that the worker takes.
  func found() throws(ConformanceStop) -> GEMMShape {
    if shape == nil { _ = try findShape() }
    guard let shape else { throw .notApplicable("no size of it can be prepared") }
    return shape
  }

  /// Finds the smallest size that the worker takes.
  /// - Returns: that, in words.
  func findShape() throws(ConformanceStop) -> String {
    var refusal = DeviceError(.failed, "")
    var last = request(Self.shape(Self.sizes[0]))
    for size in Self.sizes {
      let shape = Self.shape(size)
      last = request(shape, sets: 3, kernels: 4)
      switch try client.ask(last) {
      case .success(let answer):
        self.shape = shape
        _ = try client.demand(ReleaseRequest(product: answer.product), "that it is released")
        try Self.judge(answer, last)
        return "\(shape), \(answer.kernels.count) kernels, drawn on the \(answer.drawn)"
      case .failure(let error):
        refusal = error
        guard error.kind == .unsupported else { break }
      }
    }
    throw .fault(
      asked: ConformanceClient.text(last), expected: "a product: 'open' offers this variant",
      came: "an error of kind \(refusal.kind.rawValue): \(refusal.message)")
  }

  private static func judge(_ answer: PrepareRequest.Answer, _ request: PrepareRequest)
    throws(ConformanceStop)
  {
    let asked = ConformanceClient.text(request)
    guard (1...request.kernels).contains(answer.kernels.count), !answer.kernels.contains("") else {
      throw .fault(
        asked: asked, expected: "1 to \(request.kernels) kernels, each with a name", came: "\(answer.kernels)"
      )
    }
    guard ["device", "host"].contains(answer.drawn) else {
      throw .fault(
        asked: asked, expected: "\"drawn\":\"device\" or \"host\"", came: "\"drawn\":\"\(answer.drawn)\"")
    }
  }

  /// A shape of sides that are known to be possible.
  static func shape(_ size: (m: Int, n: Int, k: Int)) -> GEMMShape {
    guard let shape = try? GEMMShape(m: size.m, n: size.n, k: size.k) else {
      preconditionFailure("the suite's own sizes are above zero")
    }
    return shape
  }

  func request(
    _ shape: GEMMShape, _ distribution: OperandDistribution = .uniform, seed: UInt64 = 20_261_128,
    sets: Int = 1,
    kernels: Int = 1
  ) -> PrepareRequest {
    PrepareRequest(
      variant: variant, m: shape.m, n: shape.n, k: shape.k, distribution: distribution, seed: Seed(seed),
      sets: sets,
      kernels: kernels)
  }

  /// Prepares a product, and releases it afterwards.
  func withProduct<Result>(
    _ shape: GEMMShape? = nil, seed: UInt64 = 20_261_128, sets: Int, kernels: Int = 1,
    _ body: (TrialProduct) throws(ConformanceStop) -> Result
  ) throws(ConformanceStop) -> Result {
    let shape = if let shape { shape } else { try found() }
    let request = request(shape, seed: seed, sets: sets, kernels: kernels)
    let answer = try client.demand(request, "a product")
    return try using(request, shape, answer, body)
  }

  /// The same at a size that the worker may not have.
  /// - Parameter other: a kind of error besides `unsupported` by which it may be refused.
  /// - Returns: `nil` where it is refused.
  func withProduct<Result>(
    ifPossible shape: GEMMShape, seed: UInt64, sets: Int, or other: DeviceError.Kind = .unsupported,
    _ body: (TrialProduct) throws(ConformanceStop) -> Result
  ) throws(ConformanceStop) -> Result? {
    let request = request(shape, seed: seed, sets: sets)
    switch try client.ask(request) {
    case .success(let answer): return try using(request, shape, answer, body)
    case .failure(let error):
      if [.unsupported, other].contains(error.kind) { return nil }
      throw .fault(
        asked: ConformanceClient.text(request), expected: "a product, or an error of kind unsupported",
        came: "an error of kind \(error.kind.rawValue): \(error.message)")
    }
  }

  private func using<Result>(
    _ request: PrepareRequest, _ shape: GEMMShape, _ answer: PrepareRequest.Answer,
    _ body: (TrialProduct) throws(ConformanceStop) -> Result
  ) throws(ConformanceStop) -> Result {
    let product = TrialProduct(client, request, shape, format, answer)
    let result: Result
    do throws(ConformanceStop) { result = try body(product) } catch {
      // The next rule is judged for itself.
      _ = try? client.ask(ReleaseRequest(product: product.number))
      throw error
    }
    _ = try client.demand(ReleaseRequest(product: product.number), "that it is released")
    return result
  }

  /// Sizes that no library finds handy, as far as the format allows.
  var oddShapes: [GEMMShape] {
    let sizes =
      switch (variant.sparsity != nil, format == .fp4) {
      case (false, false): [(5, 3, 7), (1, 1, 1), (33, 17, 29)]
      case (true, false): [(5, 3, 8), (1, 1, 4), (33, 17, 28)]
      case (false, true): [(5, 6, 10), (1, 2, 2), (33, 18, 30)]
      case (true, true): [(5, 6, 8), (1, 2, 4), (33, 18, 28)]
      }
    return sizes.map { Self.shape($0) }
  }

  var variantText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(variant)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// A request to prepare as a line, with one thing about it changed.
  func prepareLine(
    m: Int? = nil, n: Int? = nil, k: Int? = nil, replacing member: String = "", by value: String? = nil,
    without left: String = "", adding more: String? = nil
  ) -> String {
    let shape = shape ?? Self.shape(Self.sizes[0])
    let members = [
      ("id", "6"), ("do", "\"prepare\""), ("variant", variantText), ("m", "\(m ?? shape.m)"),
      ("n", "\(n ?? shape.n)"),
      ("k", "\(k ?? shape.k)"), ("distribution", "\"uniform\""), ("seed", "\"7\""), ("sets", "1"),
      ("kernels", "1"),
    ].filter { $0.0 != left }.map { "\"\($0.0)\":\($0.0 == member ? value ?? $0.1 : $0.1)" }
    return "{" + (members + [more].compactMap { $0 }).joined(separator: ",") + "}"
  }
}
