/// A place in the drawing, from the upper left corner of the area between the axes.
struct PlotPoint: Equatable {
  var x: Double
  var y: Double
}

/// The area between the axes: what lies where.
struct PlotArea {
  let width: Double
  let height: Double
  let years: PlotScale
  let values: PlotScale
  /// Whatever of the plot lies outside of the axes, one sentence each.
  let omissions: [String]

  /// - Returns: `nil` where nothing has both a date and a value.
  init?(_ content: PlotContent, isLogarithmic: Bool, width: Double, height: Double) {
    guard let dates = Self.dates(content) else { return nil }
    let seen = content.thresholds.map { threshold in
      (threshold.name, threshold.segments.filter { $0.covers(dates) })
    }
    var core = seen.flatMap { $0.1.map(\.value) }
    var reach: [Double] = []
    for drawable in content.series {
      for datum in drawable.runs.joined() {
        if drawable.series.kind != .band, let value = datum.value { core.append(value) }
        reach += [datum.low, datum.high].compactMap { $0 }
      }
    }
    guard let domain = PlotScale.domain(of: core, reach: reach, isLogarithmic: isLogarithmic) else {
      return nil
    }
    self.width = width
    self.height = height
    years = PlotScale(isLogarithmic: false, domain: dates, start: 0, end: width)
    values = PlotScale(isLogarithmic: isLogarithmic, domain: domain, start: height, end: 0)
    omissions =
      seen.filter { $0.1.isEmpty }.map { "\(PlotContent.quoted($0.0)) holds at no date that is drawn." }
      + (reach.contains { !domain.contains($0) } ? ["Intervals go beyond the value axis."] : [])
      + (content.markIntervals.contains { !dates.contains($0) } ? ["Intervals go beyond the dates."] : [])
  }

  func point(_ year: Double, _ value: Double) -> PlotPoint {
    PlotPoint(x: years.position(year), y: values.position(value))
  }

  /// The dates from the first figure or mark to the last, at least a year; a threshold that begins later is shown too.
  /// Of the intervals of marks only as much as leaves the rest half of the axis.
  private static func dates(_ content: PlotContent) -> ClosedRange<Double>? {
    var years = content.series.flatMap { $0.runs.joined().map(\.year) } + content.marks.map(\.year)
    let limits = content.thresholds.flatMap { $0.segments.flatMap { [$0.from, $0.until] } }.compactMap { $0 }
    if let last = years.max() { years += limits.filter { $0 > last } } else { years = limits }
    guard var first = years.min(), var last = years.max() else { return nil }
    let allowed = max((last - first) / 2, 1)
    let reach = content.markIntervals
    if let lowest = reach.min() { first = min(first, max(lowest, first - allowed)) }
    if let highest = reach.max() { last = max(last, min(highest, last + allowed)) }
    let room = max((last - first) * 0.02, (1 - (last - first)) / 2)
    return max(first - room, 1)...min(last + room, 9999.99)
  }
}

extension PlotContent {
  /// The ends of the intervals in which marks lie, in decimal years.
  fileprivate var markIntervals: [Double] { marks.flatMap { [$0.low, $0.high] }.compactMap { $0 } }
}

extension PlotContent.Segment {
  /// Whether the value holds at any of these dates.
  func covers(_ dates: ClosedRange<Double>) -> Bool {
    from ?? -.infinity <= dates.upperBound && until ?? .infinity >= dates.lowerBound
  }

  /// The part of the dates at which the value holds.
  func shown(in dates: ClosedRange<Double>) -> ClosedRange<Double> {
    let start = min(max(from ?? dates.lowerBound, dates.lowerBound), dates.upperBound)
    return start...max(start, min(until ?? dates.upperBound, dates.upperBound))
  }
}
