import Foundation

/// Numbers as people read them: four significant digits, thousands set apart.
public enum NumberFormat {
  /// "15,825", "0.4412", "6.010", "3.79 × 10^25".
  /// - Parameter digits: significant digits of numbers below 10^`digits`; larger ones show every unit.
  public static func number(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return "not finite" }
    let magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    if magnitude >= 1e15 || magnitude < 1e-4 { return powerOfTen(value, decimals: max(2, digits - 2)) }
    let decimals = max(0, digits - 1 - Int(log10(magnitude).rounded(.down)))
    return grouped(String(format: "%.*f", decimals, value))
  }

  /// A whole number with its thousands set apart: 26,900,000.
  public static func whole(_ value: Double) -> String {
    value.magnitude < 1e15 ? grouped(String(format: "%.0f", value)) : powerOfTen(value)
  }

  /// All digits that the number was written with, thousands set apart: 15,830.4.
  public static func exact(_ value: Double) -> String {
    guard value.magnitude < 1e15 else { return number(value) }
    let rounded = (value * 1e6).rounded() / 1e6
    let isPlain = (1e-6..<1e15).contains(rounded.magnitude)
    return rounded == rounded.rounded() ? whole(rounded) : isPlain ? grouped("\(rounded)") : number(value)
  }

  /// A share as a percentage with one decimal: 0.953 is "95.3 %".
  public static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

  /// Bytes in GiB or MiB.
  public static func bytes(_ count: Int) -> String {
    let gibibytes = Double(count) / 1_073_741_824
    return gibibytes >= 1
      ? "\(number(gibibytes, digits: 3)) GiB" : "\(number(gibibytes * 1024, digits: 3)) MiB"
  }

  /// "10^26", "3.79 × 10^25".
  private static func powerOfTen(_ value: Double, decimals: Int = 2) -> String {
    let parts = String(format: "%.*e", decimals, value).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    let mantissa = parts[0].drop { $0 == "-" }
    return sign + (Double(mantissa) == 1 ? "" : "\(mantissa) × ") + "10^\(exponent)"
  }

  private static func grouped(_ digits: String) -> String {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    var whole = ""
    for (index, digit) in parts[0].drop(while: { $0 == "-" }).reversed().enumerated() {
      if index > 0 && index.isMultiple(of: 3) { whole.append(",") }
      whole.append(digit)
    }
    return sign + String(whole.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
  }
}
