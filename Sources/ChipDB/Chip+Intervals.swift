import Rating

extension SourcedValue {
  /// The value with the interval that all sources leave.
  public var bounded: BoundedValue { BoundedValue(value, range) }
}

extension Chip {
  /// The declared dense TOP/s at one precision on one kind of unit, with the values that disagree.
  public func declared(_ precision: Precision, on unit: ComputeUnit) -> SourcedValue? {
    var values: [SourcedValue] = []
    for index in throughputs.indices
    where throughputs[index].precision == precision && throughputs[index].unit == unit {
      values.append(throughputs[index].tops)
    }
    return SourcedValue.chosen(from: values)
  }

  /// The rating on declared figures under a reading, with the interval that the sources leave.
  ///
  /// Of each precision the faster unit counts at either end, as the law takes the highest.
  public func boundedRating(_ reading: RatingReading) -> BoundedRating {
    BoundedRating(
      declaredThroughputs.map { ($0, publishedRange($0.precision) ?? $0.tops...$0.tops) },
      evidence: .declared, reading: reading)
  }

  /// The declared figures that definitions of equivalence divide.
  public func equivalenceFigures(tf32Reading: TF32Reading) -> EquivalenceFigures {
    EquivalenceFigures(
      rating: boundedRating(RatingReading(tf32: tf32Reading)),
      memoryBandwidthGBps: memoryBandwidthGBps?.bounded, memoryCapacityGB: memoryCapacityGB?.bounded,
      aggregateIOGBps: aggregateIOGBps?.bounded)
  }

  /// The roofline at the fastest of some precisions; `nil` where its rate or its memory bandwidth is not known.
  public func roofline(_ precisions: [Precision]) -> Roofline? {
    let rating = boundedRating(RatingReading(tf32: .container32))
    guard let tops = rating.bestTops(among: precisions), let bandwidth = memoryBandwidthGBps?.bounded else {
      return nil
    }
    return Roofline(tops: tops, bandwidthGBps: bandwidth)
  }

  /// The price of one at release, in USD.
  public var priceUSD: SourcedValue? { SourcedValue.chosen(from: prices.map(\.usd)) }

  /// Whether two rows say different things of one precision on one kind of unit.
  var hasDisputedThroughput: Bool {
    throughputs.indices.contains { later in
      throughputs[..<later].indices.contains { earlier in
        throughputs[earlier].precision == throughputs[later].precision
          && throughputs[earlier].unit == throughputs[later].unit
          && throughputs[earlier].tops.value != throughputs[later].tops.value
      }
    }
  }

  /// From the least to the most that the faster unit can reach by what has been published.
  private func publishedRange(_ precision: Precision) -> ClosedRange<Double>? {
    let units = ComputeUnit.allCases.compactMap { declared(precision, on: $0)?.range }
    guard let low = units.map(\.lowerBound).max(), let high = units.map(\.upperBound).max() else {
      return nil
    }
    return low...high
  }
}
