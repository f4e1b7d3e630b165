extension VariantTrial {
  /// A product that takes long enough for its time to be told from that of a message, in seconds.
  private static let longEnough = 2e-3
  private static let mostProducts = 1 << 16
  private static let tries = 3...9

  /// Checks a product of the size at which a run takes a while, and measures runs of it.
  func measure() throws(ConformanceStop) -> (RunTiming, String) {
    let shape = try measurableShape()
    return try withProduct(shape, seed: 17, sets: 2) { product throws(ConformanceStop) in
      var excess: ConformanceFault?
      func timedRun(_ count: Int) throws(ConformanceStop) -> (told: Double, passed: Double) {
        let (told, passed) = try product.run(count: count)
        if told > RunTiming.longestTold(passed) {
          excess = ConformanceFault(
            asked: "run of \(count) products of \(shape)",
            expected: "no more than the \(passed) seconds that passed here",
            came: "\"seconds\":\(told)")
        }
        return (told, passed)
      }
      try product.flip()
      try product.run(count: 2)
      let check = LargeProductCheck(product, variant)
      for set in 0..<2 { try check.require(rows: 8, set: set) }
      func timing(_ count: Int) throws(ConformanceStop) -> RunTiming {
        var (once, fourTimes) = (RunTiming.Reading(), RunTiming.Reading())
        for number in 1...Self.tries.upperBound {
          once.enter(try timedRun(count))
          fourTimes.enter(try timedRun(4 * count))
          let timing = RunTiming(shape: shape, count: count, once: once, fourTimes: fourTimes, excess: excess)
          if number >= Self.tries.lowerBound && timing.isPlausible { break }
        }
        return RunTiming(shape: shape, count: count, once: once, fourTimes: fourTimes, excess: excess)
      }
      var result = try timing(1)
      while result.growth < effort.seconds / 3 && result.count < Self.mostProducts {
        let wanted = effort.seconds / 2 / max(result.growth, effort.seconds / 32)
        result = try timing(min(Int((Double(result.count) * wanted).rounded(.up)), Self.mostProducts))
      }
      for set in 0..<2 { try check.require(rows: 8, set: set) }
      return (result, "\(shape), C·x against A·(B·x) in 16 rows")
    }
  }

  /// The size at which one product takes long enough, or the largest that is tried.
  private func measurableShape() throws(ConformanceStop) -> GEMMShape {
    var (shape, last) = (try found(), try found())
    while true {
      let seconds = try withProduct(ifPossible: shape, seed: 17, sets: 1, or: .memory) {
        product throws(ConformanceStop) in
        try product.run(count: 1)
        var least = Double.infinity
        for _ in 0..<Self.tries.lowerBound { least = min(least, try product.run(count: 1).passed) }
        return least
      }
      guard let seconds else { return last }
      let larger = Self.shape(
        (
          min(4 * shape.m, effort.longestSide), min(4 * shape.n, effort.longestSide),
          min(4 * shape.k, effort.longestSide)
        ))
      if seconds >= Self.longEnough || larger.operations <= shape.operations { return shape }
      (shape, last) = (larger, shape)
    }
  }
}
