/// Numbers in words: thousands separators, at most four decimals, powers of ten from 10^15.
enum Wording {
  /// Which way a number may move when decimals are cut. A bound must never be stated looser than it is.
  enum Rounding { case nearest, up, down }

  static func number(_ value: Double, _ rounding: Rounding = .nearest) -> String {
    guard value.isFinite else { return "\(value)" }
    let sign = value < 0 ? "−" : ""
    let magnitude = value.magnitude
    if magnitude >= 1e15 { return sign + powerOfTen(magnitude, rounding) }
    if magnitude >= 1e11 { return sign + grouped(String(Int(rounded(magnitude, rounding)))) }
    return sign + decimal(magnitude, rounding)
  }

  private static func decimal(_ magnitude: Double, _ rounding: Rounding) -> String {
    let units = 10_000
    let scaled = magnitude * Double(units)
    let nearest = scaled.rounded()
    let isNoise =
      nearest > 0 && (nearest / Double(units) - magnitude).magnitude <= 1e-9 * max(1, magnitude)
    let ticks = Int(isNoise ? nearest : rounded(scaled, rounding))
    let whole = grouped(String(ticks / units))
    var fraction = String(units + ticks % units).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? whole : "\(whole).\(fraction)"
  }

  private static func powerOfTen(_ magnitude: Double, _ rounding: Rounding) -> String {
    let shortest = magnitude.description.split(separator: "e")
    var mantissa = Double(shortest[0]) ?? magnitude
    var exponent = shortest.count > 1 ? Int(shortest[1]) ?? 0 : 0
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    var digits = decimal(mantissa, rounding)
    if digits == "10" {
      digits = "1"
      exponent += 1
    }
    return digits == "1" ? "10^\(exponent)" : "\(digits) × 10^\(exponent)"
  }

  private static func rounded(_ value: Double, _ rounding: Rounding) -> Double {
    switch rounding {
    case .nearest: value.rounded()
    case .up: value.rounded(.up)
    case .down: value.rounded(.down)
    }
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
