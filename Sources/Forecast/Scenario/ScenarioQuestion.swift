import Rating

/// Which of a scenario's rival accounts are taken, and how they are put together.
public struct ScenarioQuestion: Sendable {
  /// What becomes of parts that limit a production.
  public enum LimitUse: String, Codable, CaseIterable, Sendable {
    /// They hold through the year that they are stated for.
    case stated
    /// They hold for good: no more parts come after that year.
    case lasting
    /// They are left out.
    case none
  }

  public let scenario: Scenario
  /// The alternative taken of each part, in the order of the parts.
  public let taken: [Scenario.Alternative]
  public let limits: LimitUse
  /// The correlation of the amounts of one part, where it is not the scenario's.
  public let correlation: Double?
  public let tf32Reading: TF32Reading
  public let settings: MonteCarlo.Settings

  /// - Parameter choices: the id of an alternative by the id of its part; the scenario's default where there is none.
  /// - Throws: `ForecastError.badQuestion` for a part and an alternative that the scenario does not have.
  public init(
    _ scenario: Scenario, taking choices: [String: String] = [:], limits: LimitUse = .stated,
    correlation: Double? = nil, tf32Reading: TF32Reading, settings: MonteCarlo.Settings = .init()
  ) throws(ForecastError) {
    for part in choices.keys.sorted() where !scenario.parts.contains(where: { $0.id == part }) {
      let known = scenario.parts.map(\.id).joined(separator: ", ")
      throw .badQuestion("the scenario \(scenario.id) has no part '\(part)': take one of \(known)")
    }
    var taken: [Scenario.Alternative] = []
    for part in scenario.parts {
      let wanted = choices[part.id] ?? part.defaultAlternative
      guard let alternative = part.alternatives.first(where: { $0.id == wanted }) else {
        let known = part.alternatives.map(\.id).joined(separator: ", ")
        throw .badQuestion("the part '\(part.id)' has no alternative '\(wanted)': take one of \(known)")
      }
      taken.append(alternative)
    }
    self.scenario = scenario
    self.taken = taken
    self.limits = limits
    self.correlation = correlation
    self.tf32Reading = tf32Reading
    self.settings = settings
  }

  /// The supplies that are taken, each with the index of its part.
  public var supplies: [(part: Int, supply: Scenario.Supply)] {
    taken.enumerated().flatMap { part, alternative in alternative.supplies.map { (part, $0) } }
  }

  /// The years from the first in which a supply is complete to the last.
  public var years: [Int] {
    let years = supplies.map(\.supply.year)
    guard let first = years.min(), let last = years.max() else { return [] }
    return Array(first...last)
  }

  /// The correlation of the amounts of a part; `nil` where they are taken for independent.
  public func correlation(of part: Scenario.Part) -> Double? { correlation ?? part.correlation?.within }

  /// The same with another alternative of one part.
  public func taking(_ alternative: String, of part: String) throws(ForecastError) -> ScenarioQuestion {
    var choices: [String: String] = [:]
    for (part, taken) in zip(scenario.parts, taken) { choices[part.id] = taken.id }
    choices[part] = alternative
    return try ScenarioQuestion(
      scenario, taking: choices, limits: limits, correlation: correlation, tf32Reading: tf32Reading,
      settings: settings)
  }
}

extension Scenario {
  /// The probability that a range counts as of which none is published, whatever level an answer is asked at.
  public static let rangeLevel = 0.9
}
