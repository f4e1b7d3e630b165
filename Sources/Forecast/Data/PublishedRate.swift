import Foundation

/// A rate of growth in the form in which it was published.
public struct PublishedRate: Codable, Equatable, Sendable {
  /// What a published figure says.
  public enum Form: String, Codable, CaseIterable, Sendable {
    case factorPerYear = "factor-per-year"
    case percentPerYear = "percent-per-year"
    case doublingYears = "doubling-years"
    case doublingMonths = "doubling-months"
    /// After how many months half as much serves the same end.
    case halvingMonths = "halving-months"

    /// The factor a year that a figure in this form means; of a halving, the factor by which the need falls.
    public func growthPerYear(_ figure: Double) -> Double {
      switch self {
      case .factorPerYear: figure
      case .percentPerYear: 1 + figure / 100
      case .doublingYears: exp2(1 / figure)
      case .doublingMonths, .halvingMonths: exp2(12 / figure)
      }
    }
  }

  public let form: Form
  /// The published figure; `nil` where only a range is published.
  public let value: Double?
  /// The published range, in the same form: of a time, the low end is the fast one.
  public let range: PublishedRange?

  /// The factor a year; where only a range is published, the geometric mean of the factors at its ends.
  public let growthPerYear: Double

  /// - Returns: `nil` without a figure and a range.
  public init?(form: Form, value: Double?, range: PublishedRange?) {
    self.form = form
    self.value = value
    self.range = range
    if let value {
      growthPerYear = form.growthPerYear(value)
    } else if let range {
      growthPerYear = (form.growthPerYear(range.low) * form.growthPerYear(range.high)).squareRoot()
    } else {
      return nil
    }
  }

  /// The factors a year at the ends of the published range, the lower first.
  public var growthRange: PublishedRange? {
    range.map {
      let ends = [form.growthPerYear($0.low), form.growthPerYear($0.high)].sorted()
      return PublishedRange(low: ends[0], high: ends[1], level: $0.level)
    }
  }

  /// The factor a year as a distribution that meets the published figure and range; `nil` where no range is published, or
  /// one of which nobody says how probable it is.
  public var distribution: Lognormal? {
    guard let growth = growthRange, let level = growth.level else { return nil }
    return Lognormal(low: growth.low, median: growthPerYear, high: growth.high, level: level)
  }

  /// The factor over a number of years.
  public func growth(years: Double) -> Double { pow(growthPerYear, years) }

  /// Years until twice as much: ln 2 / ln growth. Negative where it shrinks, infinite where it stands still.
  public var doublingYears: Double { log(2) / log(growthPerYear) }

  /// Years until ten times as much.
  public var tenfoldYears: Double { log(10) / log(growthPerYear) }
}
