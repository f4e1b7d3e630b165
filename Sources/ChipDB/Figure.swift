import Foundation

/// A number as a sentence prints it, with the precision that its digits claim.
struct Figure: CustomStringConvertible {
  let value: Double

  init(_ value: Double) { self.value = value }

  /// At most six significant digits, thousands set apart, no zeros at the end: "15,830.4".
  var description: String {
    guard value.isFinite else { return "\(value)" }
    let magnitude = value.magnitude
    guard magnitude >= 1e-4, magnitude < 1e15 else { return "\(value)" }
    let decimals = max(0, 5 - Int(log10(magnitude).rounded(.down)))
    let parts = String(format: "%.*f", decimals, magnitude).split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1].reversed().drop { $0 == "0" }.reversed()) : ""
    return (value < 0 ? "-" : "") + Self.grouped(parts[0]) + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// How many significant decimal digits it shows; zeros at the end of a whole number do not count.
  var digits: Int {
    let shown = value.description.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
    return shown.reversed().drop { $0 == "0" }.count
  }

  /// The relative error that the last of its digits leaves; of whole numbers, all digits are taken as meant.
  var roundingError: Double {
    let text = value.description
    guard value != 0, let point = text.firstIndex(of: "."), !text.contains("e") else { return 0 }
    let fraction = text[text.index(after: point)...]
    let decimals = fraction == "0" ? 0 : fraction.count
    return 0.5 / pow(10, Double(decimals)) / value.magnitude
  }

  private static func grouped(_ digits: Substring) -> String {
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }
}
