import Foundation
import Parallel

/// An operand of a device's product as both sides draw it: every element follows from a seed and its place, so that any
/// row can be had at any time without the rest (docs/worker-protocol.md, "Drawing").
struct DrawnMatrix {
  let format: ElementFormat
  let distribution: OperandDistribution
  let seed: UInt64
  /// As it lies in memory.
  let rows: Int
  let columns: Int
  /// 0 for A and π/2 for B.
  let phase: Double
  let sparsity: ProductVariant.Sparsity?

  /// A of m rows and k columns.
  init(
    a variant: ProductVariant, _ format: ElementFormat, _ shape: GEMMShape,
    _ distribution: OperandDistribution, seed: UInt64
  ) {
    self.init(
      format: format, distribution: distribution, seed: seed, rows: shape.m, columns: shape.k, phase: 0,
      sparsity: variant.sparsity)
  }

  /// B, of n rows where it lies transposed, else of k.
  init(
    b variant: ProductVariant, _ format: ElementFormat, _ shape: GEMMShape,
    _ distribution: OperandDistribution, seed: UInt64
  ) {
    self.init(
      format: format, distribution: distribution, seed: ~seed, rows: variant.transposed ? shape.n : shape.k,
      columns: variant.transposed ? shape.k : shape.n, phase: .pi / 2, sparsity: nil)
  }

  private init(
    format: ElementFormat, distribution: OperandDistribution, seed: UInt64, rows: Int, columns: Int,
    phase: Double, sparsity: ProductVariant.Sparsity?
  ) {
    self.format = format
    self.distribution = distribution
    self.seed = seed
    self.rows = rows
    self.columns = columns
    self.phase = phase
    self.sparsity = sparsity
  }

  /// The values of a row, exactly.
  /// - Parameter flip: the seed of the signs; `nil` for the matrix as it was drawn.
  func values(row: Int, flip: UInt64? = nil) -> [Double] {
    func values<Element: DrawnElement>(_: Element.Type) -> [Double] {
      elements(row, flip, of: Element.self).map(\.exact)
    }
    return format.inputType.map { values($0) } ?? []
  }

  /// The values of a column of the matrix as it was drawn, exactly.
  func values(column: Int) -> [Double] {
    func values<Element: DrawnElement>(_: Element.Type) -> [Double] {
      (0..<rows).map { row in
        let element: Element = element(row, column)
        return element.exact
      }
    }
    return format.inputType.map { values($0) } ?? []
  }

  /// The bytes of some rows, one after another.
  func bytes(rows: some Collection<Int>, flip: UInt64? = nil) -> Data {
    func bytes<Element: DrawnElement>(_: Element.Type) -> Data {
      var writer = ElementWriter(capacity: rows.count * format.bytes(columns))
      for row in rows {
        for element in elements(row, flip, of: Element.self) { writer.append(element) }
        writer.endRow()
      }
      return writer.finished()
    }
    return format.inputType.map { bytes($0) } ?? Data()
  }

  /// All of it.
  var bytes: Data {
    let slice = max(1, (1 << 18) / max(1, columns))
    let slices = (rows + slice - 1) / slice
    return Array(0..<slices).concurrentMap { bytes(rows: $0 * slice..<min(($0 + 1) * slice, rows)) }
      .reduce(into: Data(capacity: rows * format.bytes(columns))) { $0.append($1) }
  }

  /// The product of the matrix with a vector: of rows that lie in memory, or of columns.
  /// - Parameters:
  ///   - vector: as many values as the matrix has columns, or rows if `transposed`.
  ///   - transposed: whether the rows of the matrix are what the vector weighs.
  func product(by vector: [Double], transposed: Bool) -> [Double] {
    func product<Element: DrawnElement>(_: Element.Type) -> [Double] {
      transposed ? weighed(vector, Element.self) : dotted(vector, Element.self)
    }
    return format.inputType.map { product($0) } ?? []
  }

  /// Whether a row's element or a column's changes its sign under a seed: the protocol's σ.
  static func isNegative(_ index: Int, seed: UInt64) -> Bool {
    SplitMix64.number(at: index, seed: seed) >> 63 == 1
  }

  private func elements<Element: DrawnElement>(_ row: Int, _ flip: UInt64?, of _: Element.Type) -> [Element] {
    let isRowNegative = flip.map { Self.isNegative(row, seed: $0) } ?? false
    return (0..<columns).map { column in
      let element: Element = element(row, column)
      guard let flip, Self.isNegative(column, seed: ~flip) != isRowNegative else { return element }
      return element.negated
    }
  }

  @inline(__always)
  private func element<Element: DrawnElement>(_ row: Int, _ column: Int) -> Element {
    if sparsity == .twoOfFour && !isKept(row, column) { return Element(bits: 0) }
    let value = distribution.value(at: row * columns + column, seed: seed, phase: phase)
    return Element(value, of: distribution)
  }

  private static let sparsitySeed: UInt64 = 0x3234_3234
  /// The places that each of six pairs keeps of four, as bits.
  private static let pairs: [UInt8] = [0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100]

  private func isKept(_ row: Int, _ column: Int) -> Bool {
    let group = row * (columns / 4) + column / 4
    let pair = SplitMix64.number(at: group, seed: seed ^ Self.sparsitySeed) % 6
    return Self.pairs[Int(pair)] >> UInt8(column % 4) & 1 == 1
  }

  /// Each row's dot product with the vector.
  private func dotted<Element: DrawnElement>(_ vector: [Double], _: Element.Type) -> [Double] {
    let slice = max(1, (1 << 16) / max(1, columns))
    return Array(0..<(rows + slice - 1) / slice).concurrentMap { number in
      (number * slice..<min((number + 1) * slice, rows)).map { row in
        var sum = 0.0
        for column in 0..<columns {
          let element: Element = element(row, column)
          sum += element.exact * vector[column]
        }
        return sum
      }
    }.flatMap { $0 }
  }

  /// The sum of all rows, each times its element of the vector, by slices of columns.
  private func weighed<Element: DrawnElement>(_ vector: [Double], _: Element.Type) -> [Double] {
    let slice = 256
    return Array(0..<(columns + slice - 1) / slice).concurrentMap { number in
      let own = number * slice..<min((number + 1) * slice, columns)
      var sums = [Double](repeating: 0, count: own.count)
      for row in 0..<rows {
        let weight = vector[row]
        for column in own {
          let element: Element = element(row, column)
          sums[column - own.lowerBound] += weight * element.exact
        }
      }
      return sums
    }.flatMap { $0 }
  }
}
