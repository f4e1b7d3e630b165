import ChipDB
import Foundation
import Rating
import Rulebook

extension LineExpiry {
  /// Parts with less memory keep all of it on the die, where its bandwidth is of another kind: the GroqChip's 0.23 GB have
  /// 80 TB/s.
  private static let leastMemoryGB = 1.0

  /// When the best part on the free side has more of a figure than the best on the restricted side a year before.
  ///
  /// By TPP it never has: the line is one of TPP. Parts count from the day on which the line was written.
  func overtaken(_ kind: ExpiryEvent.Kind, _ figure: ChipFigure) throws -> ExpiryEvent {
    func side(_ comparison: Comparison) throws -> ChipSeries {
      guard let sign = ChipCondition.Comparison(rawValue: comparison.rawValue) else {
        preconditionFailure("every comparison of the law is one of a filter")
      }
      return try series(
        .figure(figure), .frontier, dataCentre: .yes,
        [ChipCondition(.tpp, sign, value), ChipCondition(.memory, .atLeast, Self.leastMemoryGB)])
    }
    let free = try side(line.comparison.negated)
    let restricted = try side(line.comparison)
    let already = overtaking(free, restricted)
    let (a, b) = (
      try ChipTrend(free, settings: settings), try ChipTrend(restricted, settings: settings)
    )
    let draws = zip(a.bootstrap.replicates, b.bootstrap.replicates).map { free, restricted in
      Self.meeting(
        (free.meanYear, free.height, free.slope), (restricted.meanYear, restricted.height, restricted.slope))
    }
    let fitted = Self.meeting(
      (a.fit.meanYear, a.fit.height, a.fit.slope), (b.fit.meanYear, b.fit.height, b.fit.slope))
    let evidence =
      already.map { free, restricted in
        "\(free.name) (\(Int(free.value.rounded())) \(figure.unit)) passed \(restricted.name) "
          + "(\(Int(restricted.value.rounded())) \(figure.unit), \(restricted.released))"
      } ?? "no part has so far"
    return MeetingYears(fitted: fitted.isFinite ? fitted : nil, draws: draws).event(
      kind, already: already.map { ($0.free.chip, $0.free.released) }, evidence: evidence,
      series: [free.question.words, restricted.question.words], level: settings.level)
  }

  private func overtaking(
    _ free: ChipSeries, _ restricted: ChipSeries
  ) -> (free: ChipSeries.Point, restricted: ChipSeries.Point)? {
    for point in free.points where point.released >= line.written {
      guard let before = point.released.adding(years: -1),
        let best = restricted.points.filter({ $0.released <= before }).max(by: { $0.value < $1.value })
      else { continue }
      if point.value > best.value { return (point, best) }
    }
    return nil
  }

  /// The moment from which a line lies above another's of a year before; infinite where it does not rise faster.
  private static func meeting(
    _ free: (mean: Double, height: Double, slope: Double),
    _ restricted: (mean: Double, height: Double, slope: Double)
  ) -> Double {
    guard free.slope > restricted.slope else { return .infinity }
    let constant =
      restricted.height - restricted.slope * (restricted.mean + 1) - free.height + free.slope * free.mean
    return constant / (free.slope - restricted.slope)
  }
}
