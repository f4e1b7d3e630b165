import ArgumentParser
import Rating

/// A figure as the command line gives it: a number, or LOW..HIGH with both ends possible.
struct FigureInterval: ExpressibleByArgument {
  let low: Double
  let high: Double
  private let text: String

  init?(argument: String) {
    let ends = argument.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    guard let low = Double(ends[0]), let high = ends.count == 1 ? low : Double(ends[1]) else { return nil }
    self.low = low
    self.high = high
    text = argument
  }

  /// Only after `check`.
  var range: ClosedRange<Double> { min(low, high)...max(low, high) }

  /// - Throws: `ValidationError` for what is no figure above 0, and for an interval that ends before it starts.
  func check(_ option: String) throws {
    guard low > 0, high > 0, low.isFinite, high.isFinite else {
      throw ValidationError("\(option) \(text): give a number above 0, or an interval LOW..HIGH of two")
    }
    guard FigureRange.contains(low), FigureRange.contains(high) else {
      throw ValidationError("\(option) \(text): beyond any figure; give numbers from 10^-60 to 10^60")
    }
    guard low <= high else {
      throw ValidationError("\(option) \(text): an interval is LOW..HIGH, the lower end first")
    }
  }
}

/// A dense rate at a precision, in TOP/s: fp16=900 or fp16=900..1000.
struct RateInterval: ExpressibleByArgument {
  let precision: Precision
  let interval: FigureInterval

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    guard parts.count == 2, let precision = Precision(rawValue: parts[0].lowercased()),
      let interval = FigureInterval(argument: parts[1])
    else { return nil }
    self.precision = precision
    self.interval = interval
  }
}
