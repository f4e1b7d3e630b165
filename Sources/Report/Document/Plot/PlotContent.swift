/// What of a plot can be drawn, and what cannot and why.
struct PlotContent {
  /// The drawable figures of a series.
  struct Drawable {
    let series: Plot.Series
    /// Points as they were given; lines and bands by date, broken where a figure cannot be drawn.
    let runs: [[Plot.Datum]]
  }

  /// One value of a threshold while it holds.
  struct Segment: Equatable {
    /// `nil` for ever before.
    let from: Double?
    /// `nil` for ever after.
    let until: Double?
    let value: Double
  }

  private(set) var series: [Drawable] = []
  private(set) var thresholds: [(name: String, segments: [Segment])] = []
  private(set) var marks: [Plot.Mark] = []
  /// One sentence for whatever is not drawn.
  private(set) var omissions: [String] = []

  private let isLogarithmic: Bool

  init(_ plot: Plot) {
    isLogarithmic = plot.axis.scale == .logarithmic
    for series in plot.series { add(series) }
    for threshold in plot.thresholds { add(threshold) }
    for mark in plot.marks { add(mark) }
  }

  private mutating func add(_ series: Plot.Series) {
    guard !series.data.isEmpty else {
      omissions.append("\(Self.quoted(series.name)) has no figures.")
      return
    }
    let dated = series.data.filter { PlotYear.isDrawable($0.year) }
    var obstacles = Tally()
    obstacles.add(.date, series.data.count - dated.count)
    let ordered = series.kind == .points ? dated : Self.byDate(dated)
    var runs: [[Plot.Datum]] = [[]]
    var intervals = 0
    for datum in ordered {
      if let obstacle = obstacle(to: datum, series.kind) {
        obstacles.add(obstacle, 1)
        if series.kind != .points { runs.append([]) }
        continue
      }
      var datum = datum
      if series.kind == .points, !isInterval(datum) {
        intervals += 1
        datum.low = nil
        datum.high = nil
      }
      runs[runs.count - 1].append(datum)
    }
    self.series.append(Drawable(series: series, runs: runs.filter { !$0.isEmpty }))
    if let reasons = obstacles.reasons {
      omissions.append("\(Self.quoted(series.name)), not drawn: \(reasons).")
    }
    if intervals > 0 {
      omissions.append(
        "\(Self.quoted(series.name)), intervals not drawn: \(intervals) that the axis cannot show or that leave the value out."
      )
    }
  }

  private mutating func add(_ threshold: Plot.Threshold) {
    let steps = threshold.steps.sorted { ($0.from ?? -.infinity) < ($1.from ?? -.infinity) }
    var segments: [Segment] = []
    var obstacles = Tally()
    for (index, step) in steps.enumerated() {
      let until = index + 1 < steps.count ? steps[index + 1].from : threshold.until
      let isDated = [step.from, until].allSatisfy { $0.map(PlotYear.isDrawable) ?? true }
      if !isDated {
        obstacles.add(.date, 1)
      } else if (step.from ?? -.infinity) > (until ?? .infinity) {
        obstacles.add(.ended, 1)
      } else if let obstacle = obstacle(to: step.value) {
        obstacles.add(obstacle, 1)
      } else {
        segments.append(Segment(from: step.from, until: until, value: step.value))
      }
    }
    if !segments.isEmpty { thresholds.append((threshold.name, segments)) }
    if let reasons = obstacles.reasons {
      omissions.append("\(Self.quoted(threshold.name)), not drawn: \(reasons).")
    }
    if steps.isEmpty { omissions.append("\(Self.quoted(threshold.name)) has no figures.") }
  }

  private mutating func add(_ mark: Plot.Mark) {
    guard PlotYear.isDrawable(mark.year) else {
      omissions.append("\(Self.quoted(mark.name)), not drawn: \(Obstacle.date.text(1)).")
      return
    }
    var mark = mark
    let low = mark.low ?? mark.year
    let high = mark.high ?? mark.year
    if !(PlotYear.isDrawable(low) && PlotYear.isDrawable(high) && low <= high) {
      omissions.append(
        "\(Self.quoted(mark.name)): its interval is not drawn, for it has no two dates in order.")
      mark.low = nil
      mark.high = nil
    }
    marks.append(mark)
  }

  private func obstacle(to datum: Plot.Datum, _ kind: Plot.Series.Kind) -> Obstacle? {
    guard kind == .band else { return datum.value.map(obstacle) ?? .missing }
    guard let low = datum.low, let high = datum.high else { return .missing }
    return obstacle(to: low) ?? obstacle(to: high) ?? (low <= high ? nil : .reversed)
  }

  private func obstacle(to value: Double) -> Obstacle? {
    if !value.isFinite { return .notFinite }
    return isLogarithmic && value <= 0 ? .notPositive : nil
  }

  /// Whether a point's interval can be drawn, if it has any.
  private func isInterval(_ datum: Plot.Datum) -> Bool {
    guard let value = datum.value else { return false }
    let low = datum.low ?? value
    let high = datum.high ?? value
    return obstacle(to: low) == nil && obstacle(to: high) == nil && low <= value && value <= high
  }

  /// A name in quotes, short enough that a sentence stays one.
  static func quoted(_ name: String) -> String {
    "“\(TextExtent.fitted(MarkupText.singleLine(name), size: 12, width: 400))”"
  }

  private static func byDate(_ data: [Plot.Datum]) -> [Plot.Datum] {
    data.enumerated().sorted { ($0.element.year, $0.offset) < ($1.element.year, $1.offset) }.map(\.element)
  }
}

extension PlotContent {
  /// Why a figure cannot be drawn.
  private enum Obstacle: CaseIterable {
    case date, ended, missing, notFinite, notPositive, reversed

    func text(_ count: Int) -> String {
      switch self {
      case .date: "\(count) without a date from year 1 to 9999"
      case .ended: "\(count) ending before it begins"
      case .missing: "\(count) without a value"
      case .notFinite: "\(count) not finite"
      case .notPositive: "\(count) at or below 0, which a logarithmic axis has no place for"
      case .reversed: "\(count) whose low is above its high"
      }
    }
  }

  /// How often each obstacle was met.
  private struct Tally {
    private var counts: [Obstacle: Int] = [:]

    mutating func add(_ obstacle: Obstacle, _ count: Int) { counts[obstacle, default: 0] += count }

    /// "2 not finite, 1 without a value"; `nil` where nothing was in the way.
    var reasons: String? {
      let parts = Obstacle.allCases.compactMap { obstacle in
        counts[obstacle].flatMap { $0 > 0 ? obstacle.text($0) : nil }
      }
      return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
  }
}
