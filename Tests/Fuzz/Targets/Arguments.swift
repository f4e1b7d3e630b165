import ArgumentParser
import Forecast
import Foundation
import Rating

@testable import Measurement
@testable import assay

extension FuzzTarget {
  /// The command line, one argument a line; nothing is run.
  static let arguments = FuzzTarget("arguments", "the command line: numbers, dates, intervals", longest: 512)
  { bytes in
    let words = bytes.prefix(4096).split(separator: UInt8(ascii: "\n"), maxSplits: 40).map {
      String(decoding: $0, as: UTF8.self)
    }
    for word in words.prefix(4) { try value(word) }
    _ = accepted { try Assay.parseAsRoot(words) }
  }

  private static func value(_ text: String) throws {
    if let span = TimeSpan(argument: text) {
      try promise(span.seconds >= 0 && span.seconds.isFinite, "a time that is none: \(span.seconds)")
    }
    if let interval = FigureInterval(argument: text), (try? interval.check("x")) != nil {
      let range = interval.range
      try promise(range.lowerBound > 0 && range.upperBound.isFinite, "a figure that is none: \(range)")
    }
    if let date = CalendarDate(text) {
      try promise(
        date.description == text && CalendarDate(date.description) == date, "a day is not read again")
      try promise(date.days(to: date) == 0, "a day differs from itself")
    }
    if let time = Timestamp(text) { try promise(time.description == text, "a time is not read again") }
    if let shape = accepted({ try GEMMShape(text) }) {
      try promise(shape.operations.isFinite && shape.operations > 0, "a shape without operations")
      try promise(accepted { try GEMMShape(shape.description) } == shape, "a shape is not read again")
    }
    if let claim = RateCommand.Claim(argument: text) {
      try promise(claim.tops > 0 && claim.tops.isFinite, "a claim that is none: \(claim.tops)")
    }
    _ = ThresholdLine.figure(text)
    _ = StatedFact(argument: text)
  }
}
