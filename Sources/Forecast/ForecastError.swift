import ChipDB

/// Why there is no forecast.
public enum ForecastError: Error, CustomStringConvertible, Equatable, Sendable {
  /// A question that is not put right.
  case badQuestion(String)
  /// Fewer points than a fit needs.
  /// - Parameters:
  ///   - series: what was to be fitted, in words.
  ///   - remedy: what is missing, and which chips would supply it.
  case tooFewPoints(series: String, count: Int, needed: Int, remedy: String)
  /// All points lie on one day, so that there is no slope.
  case oneDate(series: String, date: String, remedy: String)
  /// A question that the thing asked about does not have.
  case doesNotApply(String)
  /// A figure that nobody has.
  case missingFigure(what: String, remedy: String)

  /// Whether the question is not put right, whatever the data hold.
  public var isUsage: Bool {
    switch self {
    case .badQuestion, .doesNotApply: true
    case .tooFewPoints, .oneDate, .missingFigure: false
    }
  }

  public var description: String {
    switch self {
    case .badQuestion(let reason): reason
    case .doesNotApply(let reason): "does not apply: \(reason)"
    case .tooFewPoints(let series, let count, let needed, let remedy):
      "\(series): \(count) point\(count == 1 ? "" : "s") where a fit needs \(needed); \(remedy)"
    case .oneDate(let series, let date, let remedy):
      "\(series): all points lie on \(date), so that there is no trend in time; \(remedy)"
    case .missingFigure(let what, let remedy):
      "\(what) is not known; \(remedy)"
    }
  }
}
