import ArgumentParser

/// A length of time as it is written on a command line: 90, 90s, 15m, 24h, 7d.
struct TimeSpan: ExpressibleByArgument {
  let seconds: Double
  let defaultValueDescription: String

  private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]

  init?(argument: String) {
    let unit = argument.last.flatMap { Self.units[$0] }
    let digits = unit == nil ? argument[...] : argument.dropLast()
    guard let number = Double(digits), number >= 0, digits.first?.isNumber == true else { return nil }
    seconds = number * (unit ?? 1)
    guard seconds.isFinite else { return nil }
    defaultValueDescription = argument
  }
}

extension TimeSpan {
  static let day = TimeSpan(seconds: 86_400, defaultValueDescription: "24h")

  private init(seconds: Double, defaultValueDescription: String) {
    self.seconds = seconds
    self.defaultValueDescription = defaultValueDescription
  }
}
