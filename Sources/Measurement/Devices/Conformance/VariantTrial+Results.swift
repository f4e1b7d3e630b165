import Foundation

extension VariantTrial {
  func judgeProduct() throws(ConformanceStop) -> String {
    var sizes: [GEMMShape] = []
    for shape in [try found()] + oddShapes {
      let done: Void? = try withProduct(ifPossible: shape, seed: 11, sets: 2) {
        product throws(ConformanceStop) in
        try product.run(count: 2)
        try product.requireC()
        try product.flip()
        try product.run(count: 2)
        try product.requireC()
      }
      if done != nil { sizes.append(shape) }
    }
    return sizes.map(\.description).joined(separator: ", ")
  }

  func judgeKernels() throws(ConformanceStop) -> String {
    try withProduct(sets: 1, kernels: 8) { product throws(ConformanceStop) in
      for kernel in product.kernels.indices {
        try product.flip()
        try product.run(kernel: kernel, count: 1)
        try product.requireC("by kernel \(kernel), '\(product.kernels[kernel])'")
      }
      return product.kernels.map { $0.printable(upTo: 40) }.joined(separator: ", ")
    }
  }

  func judgeRepetition() throws(ConformanceStop) -> String? {
    try withProduct(sets: 1) { product throws(ConformanceStop) in
      try product.run(count: 1)
      let first = try product.c(set: 0)
      try product.run(count: 3)
      try product.requireC("computed four times from the same A and B")
      return try product.c(set: 0) == first ? nil : "the same but for rounding"
    }
  }

  func judgeSets() throws(ConformanceStop) -> String? {
    try withProduct(sets: 3) { product throws(ConformanceStop) in
      try product.flip()
      try product.run(count: 3)
      try product.requireC("after run of 3 products")
      let before = product.flips
      try product.flip()
      try product.run(count: 2)
      try product.requireC(set: 0, "after run of 2 products")
      try product.requireC(set: 1, "after run of 2 products")
      try product.requireC(set: 2, of: before, "after run of 2 products, which leaves it as it was")
      try product.run(count: 7)
      try product.requireC("after run of 7 products on 3 sets")
      return nil
    }
  }

  func judgeStaleness() throws(ConformanceStop) -> String? {
    try withProduct(sets: 1) { product throws(ConformanceStop) in
      for _ in 0..<4 {
        try product.run(count: 1)
        try product.requireC("after a flip")
        try product.flip()
      }
      return nil
    }
  }

  func judgeIndependence() throws(ConformanceStop) -> String? {
    try withProduct(seed: 1, sets: 1) { first throws(ConformanceStop) in
      try withProduct(seed: 2, sets: 1) { second throws(ConformanceStop) in
        guard first.number != second.number else {
          throw .fault(asked: "prepare, twice", expected: "two numbers", came: "\(first.number) twice")
        }
        try first.run(count: 1)
        try second.flip()
        try second.run(count: 1)
        try first.requireC("while another product is run")
        try second.requireC("while another product is there")
        try first.requireOperand(.a, set: 0)
        try first.requireOperand(.b, set: 0)
      }
      try first.run(count: 1)
      try first.requireC("after the other product is released")
      return nil
    }
  }

  func judgeRows() throws(ConformanceStop) -> String? {
    try withProduct(sets: 2) { product throws(ConformanceStop) in
      try product.run(count: 2)
      for matrix in [RowsRequest.Matrix.a, .b, .c] {
        let last = (matrix == .b ? product.b.rows : product.shape.m) - 1
        let together = try product.rows(matrix, set: 1, [last, 0, last, 1])
        var one = Data()
        for row in [last, 0, last, 1] { one += try product.rows(matrix, set: 1, [row]) }
        guard together == one else {
          throw .fault(
            asked: "rows \(last), 0, \(last), 1 of \(matrix.rawValue)",
            expected: "what each gives alone, in this order",
            came: "something else")
        }
      }
      return nil
    }
  }

  func judgeCheck() throws(ConformanceStop) -> String {
    try withProduct(sets: 2) { product throws(ConformanceStop) in
      try product.run(count: 2)
      for (seed, isStale) in [(UInt64(1), false), (.max, false), (5, true), (1 << 63, true)] {
        if isStale { try product.flip() }
        let request = CheckRequest(product: product.number, set: 1, seed: Seed(seed))
        let told: CheckRequest.Answer
        switch try client.ask(request) {
        case .success(let answer): told = answer
        case .failure(let error):
          if error.kind == .unsupported { throw .notApplicable(error.message) }
          throw .fault(
            asked: ConformanceClient.text(request),
            expected: "largest and row, or an error of kind unsupported",
            came: "an error of kind \(error.kind.rawValue): \(error.message)")
        }
        let right = RowDeviations(product, variant, c: try product.c(set: 1), set: 1, seed: seed)
        let state = isStale ? "whose C is of another A" : "whose C is right"
        guard right.agrees(told) else {
          throw .fault(
            asked: "check of set 1 \(state), seed \(seed)",
            expected: "\"largest\":\(right.largest), \"row\":\(right.row), give or take \(right.tolerance)",
            came: "\"largest\":\(told.largest.value), \"row\":\(told.row)")
        }
      }
      return "of right and of stale results"
    }
  }

  func judgeRelease() throws(ConformanceStop) -> String? {
    let request = request(try found())
    for _ in 0..<2 {
      let product = try client.demand(request, "a product").product
      _ = try client.demand(ReleaseRequest(product: product), "that it is released")
      func refused<Request: DeviceRequest>(_ request: Request) throws(ConformanceStop) {
        guard case .failure = try client.ask(request) else {
          throw .fault(
            asked: ConformanceClient.text(request), expected: "an error: the product was released", came: "ok"
          )
        }
      }
      try refused(RunRequest(product: product, kernel: 0, count: 1))
      try refused(RowsRequest(product: product, set: 0, matrix: .a, rows: [0]))
      try refused(FlipRequest(product: product, seeds: [Seed(1)]))
      try refused(ReleaseRequest(product: product))
    }
    return nil
  }
}
