import Foundation

/// A product that the suite has had prepared, and what its matrices have to hold.
final class TrialProduct {
  let number: Int
  let kernels: [String]
  let shape: GEMMShape
  let a: DrawnMatrix
  let b: DrawnMatrix
  /// The signs of each set's A.
  private(set) var flips: [UInt64?]
  private let client: ConformanceClient
  private let variant: ProductVariant
  private let request: PrepareRequest

  init(
    _ client: ConformanceClient, _ request: PrepareRequest, _ shape: GEMMShape, _ format: ElementFormat,
    _ answer: PrepareRequest.Answer
  ) {
    self.client = client
    self.request = request
    self.shape = shape
    variant = request.variant
    number = answer.product
    kernels = answer.kernels
    a = DrawnMatrix(a: variant, format, shape, request.distribution, seed: request.seed.value)
    b = DrawnMatrix(b: variant, format, shape, request.distribution, seed: request.seed.value)
    flips = Array(repeating: nil, count: request.sets)
  }

  func flip(_ seeds: [UInt64]) throws(ConformanceStop) {
    _ = try client.demand(
      FlipRequest(product: number, seeds: seeds.map { Seed($0) }), "that the signs are changed")
    flips = seeds
  }

  /// Gives every set new signs.
  func flip() throws(ConformanceStop) { try flip(flips.map { _ in .random(in: 0 ... .max) }) }

  /// - Returns: the seconds that were told, and those that passed here.
  @discardableResult
  func run(kernel: Int = 0, count: Int) throws(ConformanceStop) -> (told: Double, passed: Double) {
    // Ten times what the slowest machine that is worth a measurement takes.
    let expected = 10 * shape.operations * Double(count) / 2e8
    let watch = Stopwatch()
    let answer = try client.demand(
      RunRequest(product: number, kernel: kernel, count: count), "seconds", within: expected)
    let passed = watch.seconds
    guard answer.seconds > 0, answer.seconds.isFinite else {
      throw .fault(
        asked: "run of \(count) products of \(shape)", expected: "seconds above zero",
        came: "\"seconds\":\(answer.seconds)")
    }
    return (answer.seconds, passed)
  }

  /// Rows of a matrix.
  func rows(_ matrix: RowsRequest.Matrix, set: Int, _ rows: [Int]) throws(ConformanceStop) -> Data {
    let request = RowsRequest(product: number, set: set, matrix: matrix, rows: rows)
    let data = try client.demand(request, "rows as they lie").data
    let length =
      switch matrix {
      case .a: a.format.bytes(a.columns)
      case .b: b.format.bytes(b.columns)
      case .c: variant.output.bytes(shape.n)
      }
    guard data.count == rows.count * length else {
      throw .fault(
        asked: ConformanceClient.text(request), expected: "\(rows.count) rows of \(length) bytes",
        came: "\(data.count) bytes")
    }
    return data
  }

  /// Compares rows of A or B with those that have to be drawn.
  func requireOperand(_ matrix: RowsRequest.Matrix, set: Int, _ rows: [Int]? = nil) throws(ConformanceStop) {
    let drawn = matrix == .a ? a : b
    let rows = rows ?? Array(0..<drawn.rows)
    let flip = matrix == .a ? flips[set] : nil
    let (told, right) = (try self.rows(matrix, set: set, rows), drawn.bytes(rows: rows, flip: flip))
    guard told != right else { return }
    let length = drawn.format.bytes(drawn.columns)
    let place = zip(told, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
    let row = rows[place / length]
    let column = place % length * 8 / drawn.format.bits
    func hex(_ data: Data) -> String {
      let width = max(1, drawn.format.bits / 8)
      let start = place / width * width
      return data.dropFirst(start).prefix(width).reversed().map { String(format: "%02x", $0) }.joined()
    }
    let wrong = zip(told, right).count { $0 != $1 }
    throw .fault(
      asked:
        "row \(row) of \(matrix.rawValue), set \(set), of \(shape), seed \(request.seed.value), flip \(flip.map { "\($0)" } ?? "none")",
      expected: "0x\(hex(right)) at column \(column)",
      came: "0x\(hex(told)); \(wrong) of \(right.count) bytes differ")
  }

  /// All of a set's C, exactly.
  func c(set: Int) throws(ConformanceStop) -> [Double] {
    let data = try rows(.c, set: set, Array(0..<shape.m))
    return variant.output.values(data, count: shape.m * shape.n) ?? []
  }

  /// Compares every element of C with the exact sum.
  /// - Parameters:
  ///   - set: `nil` for all.
  ///   - flip: the signs of the A that it was computed from, where they are not those that A has now.
  func requireC(set: Int? = nil, of flip: [UInt64?]? = nil, _ state: String = "") throws(ConformanceStop) {
    for set in set.map({ [$0] }) ?? Array(flips.indices) {
      let values = try c(set: set)
      let exact = ExactProduct(a, b, variant, shape, flip: (flip ?? flips)[set])
      guard let place = exact.firstFault(in: values) else { continue }
      throw .fault(
        asked: "c of set \(set) of \(shape), seed \(request.seed.value)\(state.isEmpty ? "" : ", \(state)")",
        expected:
          "\(exact.values[place]) at row \(place / shape.n), column \(place % shape.n), give or take \(exact.bound(place))",
        came: "\(values[place])")
    }
  }
}
