extension VariantTrial {
  private static let seeds: [UInt64] = [
    0, 1, .max, 1 << 63, 0x8000_0000_0000_0001, 0x61c8_8646_80b5_83eb, 20_261_128,
  ]

  func judgeOperands() throws(ConformanceStop) -> String {
    for seed in Self.seeds {
      try withProduct(seed: seed, sets: 2) { product throws(ConformanceStop) in
        for set in 0..<2 {
          try product.requireOperand(.a, set: set)
          try product.requireOperand(.b, set: set)
        }
      }
    }
    var sizes = [try found()]
    for shape in oddShapes {
      for seed in Self.seeds.suffix(2) {
        let done: Void? = try withProduct(ifPossible: shape, seed: seed, sets: 1) {
          product throws(ConformanceStop) in
          try product.requireOperand(.a, set: 0)
          try product.requireOperand(.b, set: 0)
        }
        if done != nil && sizes.last != shape { sizes.append(shape) }
      }
    }
    return "\(Self.seeds.count) seeds; \(sizes.map(\.description).joined(separator: ", "))"
  }

  func judgeOtherDistributions() throws(ConformanceStop) -> String {
    var known: [String] = []
    for distribution in OperandDistribution.allCases where distribution != .uniform {
      let request = request(try found(), distribution)
      guard case .success(let answer) = try client.ask(request) else { continue }
      known.append(distribution.rawValue)
      let product = TrialProduct(client, request, try found(), format, answer)
      for matrix in [RowsRequest.Matrix.a, .b] {
        // Sine and logarithm differ by a last place between libraries.
        let drawn = matrix == .a ? product.a : product.b
        let told = format.values(try product.rows(matrix, set: 0, [0]), count: drawn.columns) ?? []
        let right = drawn.values(row: 0)
        let tolerance = [.int, .zeros].contains(distribution) ? 0 : 2 * max(format.unitRoundoff, 0x1p-40)
        guard
          zip(told, right).allSatisfy({ ($0 - $1).magnitude <= tolerance * max($1.magnitude, 1) })
            || format == .int8 && zip(told, right).allSatisfy({ ($0 - $1).magnitude <= 1 })
        else {
          throw .fault(
            asked: "row 0 of \(matrix.rawValue), drawn '\(distribution.rawValue)'",
            expected: "\(right.prefix(4))…, or an error to 'prepare'", came: "\(told.prefix(4))…")
        }
      }
      _ = try client.demand(ReleaseRequest(product: answer.product), "that it is released")
    }
    return known.isEmpty ? "uniform alone is known" : "known besides: \(known.joined(separator: ", "))"
  }

  func judgeFlip() throws(ConformanceStop) -> String {
    let rounds: [[UInt64]] = [
      [1, 2, .max], [.max, 1, 2], [0, 0, 1 << 63], [20_261_128, 7, 7],
    ]
    for shape in [try found()] + oddShapes.suffix(1) {
      try withProduct(ifPossible: shape, seed: 3, sets: 3) { product throws(ConformanceStop) in
        for seeds in rounds {
          try product.flip(seeds)
          for set in 0..<3 {
            try product.requireOperand(.a, set: set)
            try product.requireOperand(.b, set: set)
          }
        }
      }
    }
    return "\(rounds.count) times 3 sets"
  }
}
