import Foundation
import Rating
import Testing

@testable import Measurement

/// Drawing on the host against plain Python that was written from docs/worker-protocol.md alone.
@Suite struct DrawnMatrixTests {
  /// All elements of a matrix of 37 × 44, drawn and flipped by Tests/FakeDevices/worker.py.
  static func python(_ format: ElementFormat, seed: UInt64, flip: UInt64?, isSparse: Bool) throws -> Data {
    let script = """
      import sys
      sys.path.insert(0, sys.argv[1])
      import worker
      precision, seed, flip, sparse = sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5] == "true"
      one = worker.Worker("honest", [precision])
      form = worker.FORMATS[precision]
      codes = one.draw(form, precision, seed, 37 * 44)
      if sparse:
          for group in range(37 * 11):
              pair = worker.PAIRS[worker.number(seed ^ 0x32343234, group) % 6]
              for at in range(4):
                  if at not in pair:
                      codes[4 * group + at] = 0
      if flip != "none":
          for index in range(37 * 44):
              row, column = divmod(index, 44)
              if (worker.number(int(flip), row) ^ worker.number(int(flip) ^ worker.MASK, column)) >> 63:
                  codes[index] = form.negated(codes[index])
      print(form.pack(codes).hex())
      """
    let command = try Command(
      [
        "python3", "-c", script, FakeWorker.folder.path, format.rawValue, "\(seed)",
        flip.map { "\($0)" } ?? "none",
        "\(isSparse)",
      ], of: URL(fileURLWithPath: "/usr/bin/env"))
    #expect(command.status == 0, "\(command.errors)")
    let digits = Array(command.output.utf8.filter { $0 != UInt8(ascii: "\n") })
    return Data(
      stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
      })
  }

  static func matrix(_ format: ElementFormat, seed: UInt64, isSparse: Bool = false) throws -> DrawnMatrix {
    let precision = try #require(Precision.allCases.first { ElementFormat(inputsOf: $0) == format })
    let variant = ProductVariant(
      precision: precision, output: .fp32, sparsity: isSparse ? .twoOfFour : nil)
    return DrawnMatrix(a: variant, format, try GEMMShape(m: 37, n: 1, k: 44), .uniform, seed: seed)
  }

  @Test(
    "every format is drawn, thinned and flipped bit for bit as the protocol has it",
    arguments: ElementFormat.allCases.filter { $0 != .int32 })
  func drawing(format: ElementFormat) throws {
    for (seed, flip, isSparse): (UInt64, UInt64?, Bool) in [
      (20_261_128, nil, false), (.max, 3, false), (1 << 63, .max, true), (0, nil, true),
    ] {
      let matrix = try Self.matrix(format, seed: seed, isSparse: isSparse)
      let drawn = matrix.bytes(rows: 0..<37, flip: flip)
      #expect(drawn == (try Self.python(format, seed: seed, flip: flip, isSparse: isSparse)), "seed \(seed)")
      if flip == nil { #expect(matrix.bytes == drawn) }
    }
  }

  @Test(
    "values, rows, columns and products of a matrix are of the same elements",
    arguments: ElementFormat.allCases.filter { $0 != .int32 })
  func consistency(format: ElementFormat) throws {
    let matrix = try Self.matrix(format, seed: 77)
    let rows = (0..<37).map { matrix.values(row: $0) }
    for row in [0, 5, 36] {
      #expect(format.values(matrix.bytes(rows: [row]), count: 44) == rows[row])
      let flipped = matrix.values(row: row, flip: 9)
      #expect(zip(flipped, rows[row]).allSatisfy { $0.magnitude == $1.magnitude })
      #expect(flipped != rows[row] && flipped != rows[row].map { -$0 })
    }
    for column in [0, 43] { #expect(matrix.values(column: column) == rows.map { $0[column] }) }
    let vector = (0..<44).map { Double($0 % 7 - 3) }
    let dots = rows.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    #expect(matrix.product(by: vector, transposed: false) == dots)
    let weights = (0..<37).map { Double($0 % 5 - 2) }
    let sums = (0..<44).map { column in rows.indices.reduce(0) { $0 + weights[$1] * rows[$1][column] } }
    #expect(matrix.product(by: weights, transposed: true) == sums)
  }

  @Test("an element of 4 bits halfway between two goes to the even one, and keeps the sign of zero")
  func ties() {
    let halfway = [0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5]
    #expect(halfway.map { FP4E2M1(nearest: $0).exact } == [0, 1, 1, 2, 2, 4, 4])
    #expect(halfway.map { FP4E2M1(nearest: -$0).bitPattern } == [8, 10, 10, 12, 12, 14, 14])
    #expect([5.01, 6, 100].map { FP4E2M1(nearest: $0).exact } == [6, 6, 6])
    #expect(FP4E2M1(nearest: -0.1).bitPattern == 8)
  }

  @Test("a signed byte has its negative, whatever the format's sign bit")
  func negatives() {
    for value in -127...127 {
      let element: any DrawnElement = SymmetricInt8(nearest: Double(value))
      #expect(element.negated.exact == Double(-value))
    }
    #expect(SymmetricInt8(-1.0, of: .uniform).value == -127)
    #expect(SymmetricInt8(0x1.fffffffffffffp-1, of: .uniform).value == 127)
  }
}
