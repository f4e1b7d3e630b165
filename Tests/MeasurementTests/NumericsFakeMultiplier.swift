import Rating

@testable import Measurement

/// A multiply of plain loops that rounds as it is told to, bit by bit.
struct FakeMultiplier: CraftedProduct {
  enum Order: Sendable {
    case forward, backward
    /// Neighbours first, then their sums.
    case tree
    /// So many sums of interleaved terms, then their sum.
    case lanes(Int)
    /// So many products and the sum before them added exactly, then rounded once, as in tensor cores.
    case blocks(Int)

    static let all: [Order] = [.forward, .backward, .tree, .lanes(16), .blocks(4)]
  }

  let precision: Precision
  var order = Order.forward
  /// The formats into which A and B are rounded before they are multiplied.
  var (a, b): (FakeFormat?, FakeFormat?) = (nil, nil)
  var accumulator = FakeFormat.fp32
  /// The format of C; the accumulator's if that is narrower.
  var result = FakeFormat.fp32
  var truncates = false
  var isFused = true
  var flushesInputs = false
  var flushesResults = false
  /// Whether A and B are each split into two BF16 numbers, as libraries do that emulate FP32.
  var splitsInTwo = false

  init(_ precision: Precision, _ order: Order = .forward, accumulator: FakeFormat? = nil) {
    self.precision = precision
    self.order = order
    let widest = precision == .fp64 ? FakeFormat.fp64 : .fp32
    self.accumulator = accumulator ?? widest
    result = widest
  }

  func with(_ change: (inout FakeMultiplier) -> Void) -> FakeMultiplier {
    var copy = self
    change(&copy)
    return copy
  }

  func multiply(m: Int, n: Int, k: Int, a: [Double], b: [Double]) throws(ProviderError) -> [Double] {
    let a = a.map { $0 == 0 ? 0 : input($0, self.a) }
    let b = b.map { $0 == 0 ? 0 : input($0, self.b) }
    var c = [Double](repeating: 0, count: m * n)
    // A debug build spends most of its time in iterators and closures, hence the counted loops.
    var row = 0
    while row < m {
      let places = (0..<k).filter { a[row * k + $0] != 0 }
      var column = 0
      while column < n {
        var terms: [Term] = []
        var index = 0
        while index < places.count {
          let place = places[index]
          let factor = b[place * n + column]
          if factor != 0 { terms.append(Term(place: place, a: a[row * k + place], b: factor)) }
          index += 1
        }
        if !terms.isEmpty { c[row * n + column] = output(sum(terms[...], length: k)) }
        column += 1
      }
      row += 1
    }
    return c
  }

  private struct Term {
    let place: Int
    let a: Double
    let b: Double
  }

  private func input(_ value: Double, _ format: FakeFormat?) -> Double {
    if splitsInTwo {
      let high = FakeFormat.bf16.rounded(value)
      return high + FakeFormat.bf16.rounded(value - high)
    }
    let named: FakeFormat =
      switch precision {
      case .fp64: .fp64
      case .fp16, .fp8e5m2: .fp16
      case .fp8e4m3: FakeFormat(significandBits: 4, exponentBits: 4)
      default: .fp32
      }
    if flushesInputs && (format ?? named).isSubnormal(value) { return 0 }
    return format?.rounded(value) ?? value
  }

  private func output(_ sum: Double) -> Double {
    let value = result.rounded(accumulator.rounded(sum))
    return flushesResults && result.isSubnormal(value) ? 0 : value
  }

  private func sum(_ terms: ArraySlice<Term>, length: Int) -> Double {
    switch order {
    case .forward: chain(terms)
    case .backward: chain(terms.reversed()[...])
    case .tree: tree(terms, 0..<length)
    case .lanes(let count):
      (0..<count).reduce(0) { sum, lane in
        let part = chain(terms.filter { $0.place % count == lane }[...])
        return part == 0 ? sum : round(Self.add(sum, part, exact: isExact))
      }
    case .blocks(let size):
      Dictionary(grouping: terms) { $0.place / size }.sorted { $0.key < $1.key }.reduce(0) { sum, block in
        round(Self.exactSum(block.value.map { $0.a * $0.b } + [sum]))
      }
    }
  }

  private func chain(_ terms: ArraySlice<Term>) -> Double {
    var sum = 0.0
    for term in terms {
      if !isFused {
        sum = Self.add(sum, round(term.a * term.b), exact: isExact)
      } else if isExact {
        sum = Self.add(sum, term.a * term.b, exact: true)
      } else {
        sum.addProduct(term.a, term.b)
      }
      sum = round(sum)
    }
    return sum
  }

  private func tree(_ terms: ArraySlice<Term>, _ places: Range<Int>) -> Double {
    guard terms.count > 1 else { return terms.first.map { round($0.a * $0.b) } ?? 0 }
    let middle = (places.lowerBound + places.upperBound) / 2
    let split = terms.firstIndex { $0.place >= middle } ?? terms.endIndex
    return round(
      Self.add(
        tree(terms[..<split], places.lowerBound..<middle), tree(terms[split...], middle..<places.upperBound),
        exact: isExact))
  }

  /// Whether a `Double` has room for the product of two inputs and is wider than what is rounded to.
  private var isExact: Bool { accumulator.significandBits < 53 }

  private func round(_ value: Double) -> Double { accumulator.rounded(value, truncating: truncates) }

  /// The sum to 53 bits: rounded to odd, so that rounding it again to fewer is as good as rounding once.
  private static func add(_ x: Double, _ y: Double, exact: Bool) -> Double {
    let sum = x + y
    guard exact, sum.isFinite else { return sum }
    let other = sum - x
    let error = (x - (sum - other)) + (y - other)
    guard error != 0, sum.bitPattern & 1 == 0 else { return sum }
    return error > 0 ? sum.nextUp : sum.nextDown
  }

  /// Shewchuk's expansion of a sum, its parts then added from the smallest up.
  private static func exactSum(_ values: [Double]) -> Double {
    var parts: [Double] = []
    for var value in values {
      var next: [Double] = []
      for part in parts {
        let sum = value + part
        let other = sum - value
        let error = (value - (sum - other)) + (part - other)
        if error != 0 { next.append(error) }
        value = sum
      }
      parts = next + [value]
    }
    return parts.reduce(0) { add($0, $1, exact: true) }
  }
}
