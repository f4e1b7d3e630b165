import Forecast
import Foundation
import Rating

/// A mark on an axis.
struct PlotTick {
  let value: Double
  /// Empty where only the grid shows it.
  let label: String
  /// Whether its line of the grid is one of the stronger.
  let isMajor: Bool
}

enum PlotTicks {
  /// Marks on an axis of values: powers of ten and their 2 and 5, or equal steps where those would be too few.
  static func values(_ scale: PlotScale) -> [PlotTick] {
    guard scale.isLogarithmic else { return equalSteps(scale.domain) }
    let low = log10(scale.domain.lowerBound)
    let high = log10(scale.domain.upperBound)
    let stride = max(1, Int(((high - low) / 8).rounded(.up)))
    var ticks: [PlotTick] = []
    for exponent in Int(low.rounded(.down))...Int(high.rounded(.up))
    where exponent.isMultiple(of: stride) {
      for mantissa in stride > 1 ? [1.0] : [1.0, 2.0, 5.0] {
        let value = mantissa * pow(10, Double(exponent))
        guard scale.domain.contains(value) else { continue }
        let isNamed = mantissa == 1 || high - low <= 3.2
        ticks.append(
          PlotTick(value: value, label: isNamed ? label(value, step: value) : "", isMajor: mantissa == 1))
      }
    }
    return ticks.count { !$0.label.isEmpty } < 3 ? equalSteps(scale.domain) : ticks
  }

  /// Five to ten marks at multiples of 1, 2 or 5 times a power of ten.
  static func equalSteps(_ domain: ClosedRange<Double>) -> [PlotTick] {
    let span = domain.upperBound / 6 - domain.lowerBound / 6
    let power = pow(10, log10(span).rounded(.down))
    let step = power * ([1, 2, 5].first { $0 * power >= span * 0.999 } ?? 10)
    let first = (domain.lowerBound / step).rounded(.up)
    let last = (domain.upperBound / step).rounded(.down)
    guard step.isFinite, step > 0, first <= last, last - first < 100 else { return [] }
    return stride(from: first, through: last, by: 1).map { index in
      PlotTick(value: index * step, label: label(index * step, step: step), isMajor: index == 0)
    }
  }

  /// "500", "10k", "1M", "2.5B", "5T", "2×10²⁶": as few digits as tell marks at this step apart.
  static func label(_ value: Double, step: Double) -> String {
    if value == 0 { return "0" }
    let magnitude = value.magnitude
    if magnitude < 1e-4 || magnitude >= 1e15 { return powerOfTen(value, step: step) }
    let units: [(Double, String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")]
    let unit = units.first { magnitude >= $0.0 * 0.999_999 } ?? (1, "")
    let divisor = unit.1 == "k" ? 1e3 : unit.0
    let text = String(format: "%.*f", decimals(step / divisor), value / divisor)
    return (unit.1.isEmpty ? grouped(text) : text) + unit.1
  }

  private static func powerOfTen(_ value: Double, step: Double) -> String {
    var exponent = Int((log10(value.magnitude) + 1e-9).rounded(.down))
    var mantissa = String(
      format: "%.*f", decimals(step / pow(10, Double(exponent))), value / pow(10, Double(exponent)))
    if mantissa == "10" { (mantissa, exponent) = ("1", exponent + 1) }
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let digits = String(exponent.magnitude).compactMap { $0.wholeNumberValue.map { superscripts[$0] } }
    let power = "10" + (exponent < 0 ? "⁻" : "") + String(digits)
    return mantissa == "1" ? power : "\(mantissa)×\(power)"
  }

  /// Decimals that a number needs for its steps to differ.
  private static func decimals(_ step: Double) -> Int {
    guard step.isFinite, step > 0 else { return 0 }
    return min(max(0, -Int((log10(step) + 1e-9).rounded(.down))), 9)
  }

  /// Thousands set apart: "5,000".
  private static func grouped(_ text: String) -> String {
    guard let value = Double(text), value.magnitude >= 1000 else { return text }
    let digits = Array(text)
    let end = digits.firstIndex(of: ".") ?? digits.count
    return String(digits[..<(end - 3)]) + "," + String(digits[(end - 3)...])
  }

  /// The first days of years, or of months where there are less than three years.
  /// - Parameter count: the most marks that have room.
  static func years(_ domain: ClosedRange<Double>, atMost count: Int) -> [PlotTick] {
    let span = domain.upperBound - domain.lowerBound
    if span < 3 { return months(domain, every: span < 1.2 ? 2 : span < 2 ? 3 : 6) }
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    let step = steps.first { span / Double($0) <= Double(count) } ?? 5000
    let first = Int((domain.lowerBound / Double(step)).rounded(.up))
    let last = Int((domain.upperBound / Double(step)).rounded(.down))
    guard first <= last else { return [] }
    return (first...last).map { PlotTick(value: Double($0 * step), label: "\($0 * step)", isMajor: true) }
  }

  private static func months(_ domain: ClosedRange<Double>, every step: Int) -> [PlotTick] {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return (Int(domain.lowerBound)...Int(domain.upperBound)).flatMap { year in
      stride(from: 1, through: 12, by: step).compactMap { month in
        (CalendarDate(year: year, month: month, day: 1)?.decimalYear).flatMap { start in
          domain.contains(start)
            ? PlotTick(value: start, label: "\(names[month - 1]) \(year)", isMajor: month == 1) : nil
        }
      }
    }
  }
}
