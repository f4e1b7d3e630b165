extension [Visit] {
  /// Those that count.
  var counted: [Visit] { filter { $0.excluded == nil } }

  /// The best rates of those that count, highest first.
  package var countedBests: [Double] { counted.compactMap(\.bestTops).sorted(by: >) }

  /// Those that a row's figures are made of: the ones that count, or all where none does.
  var judged: [Visit] {
    let counted = counted
    return counted.isEmpty ? self : counted
  }

  /// The median of every reading of the clock, in GHz.
  var medianClockGHz: Double? { Statistics.median(flatMap(\.clocksGHz)) }
}

extension MeasurementRow {
  /// Works out the figures that follow from the visits and their samples; from the search's trial where no visit was made.
  mutating func takeFigures() {
    let judged = visits.judged
    let bests = judged.compactMap(\.bestTops)
    let trial = samples.filter { $0.visit == 0 }.map(\.tops)
    topsBest = bests.max() ?? trial.max()
    topsMedian = Statistics.median(visits.isEmpty ? trial : bests)
    spread = Statistics.relativeSpread(bests)
    ofVisitCeiling = Statistics.median(
      judged.compactMap { visit in
        visit.ceilingTops.flatMap { ceiling in visit.bestTops.map { $0 / ceiling } }
      })
  }
}
