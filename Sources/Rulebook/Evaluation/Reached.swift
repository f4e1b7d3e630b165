import Rating

/// Where a paragraph reaches, whoever the recipient is.
public struct Reached: Codable, Equatable, Sendable {
  public let standing: Standing
  /// The scope in words.
  public let words: String
  /// The destinations that are reached whatever the rest of the transaction.
  public let destinations: [CountryCode]
  /// The destinations that are reached or not by the rest of the transaction, such as the recipient's headquarters.
  public let undecided: [CountryCode]
  public let since: CalendarDate
  public let reference: String
}

extension DayRules {
  /// The id of the scope of the paragraph that a finding is about; `nil` for one that names no places.
  public func scope(of finding: Finding) -> String? {
    entries.first { $0.instrument.id == finding.instrument && $0.paragraph.id == finding.paragraph }?
      .paragraph
      .scope?.id
  }

  /// Where the scope of a paragraph reaches on the day; `nil` for a paragraph that names no places.
  public func reached(_ instrument: String, _ paragraph: String, under standing: Standing) -> Reached? {
    let entry = entries.first { $0.instrument.id == instrument && $0.paragraph.id == paragraph }
    guard let version = entry?.paragraph.scope?.version(on: date, under: standing) else { return nil }
    var destinations: [CountryCode] = []
    var undecided: [CountryCode] = []
    for country in countries.countries {
      let evaluator = Evaluator(day: self, transaction: Transaction(destination: country.code))
      switch evaluator.outcome(version.condition, overPublished: false) {
      case .yes: destinations.append(country.code)
      case .unknown: undecided.append(country.code)
      case .no: break
      }
    }
    return Reached(
      standing: standing, words: version.condition.words, destinations: destinations, undecided: undecided,
      since: version.from, reference: version.reference)
  }
}
