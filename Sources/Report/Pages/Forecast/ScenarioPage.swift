import ChipDB
import Forecast
import Rating

/// What `assay forecast scenario` tells.
public struct ScenarioPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  let scenario: Scenario
  /// The alternative taken of each part, by the part's id.
  let taken: [String: String]
  let years: [Int]
  let limits: ScenarioQuestion.LimitUse
  /// The correlation of the amounts of each part, by its id; absent where they are taken for independent.
  let correlations: [String: Double]
  let tf32Reading: TF32Reading
  let settings: MonteCarlo.Settings
  let definitions: [ScenarioCompute]
  let alternatives: [Rival]
  /// How others have the stocks of the country and of one other.
  let published: [StockRatio]
  let sources: [String: Source]
  let warnings: [String]

  /// A rival account of a part.
  struct Rival: Encodable, Sendable {
    let part: String
    let alternative: String
    let title: String
    let isTaken: Bool
    /// What the scenario's last year has with it in place of the one that is taken, everything at its median, by definition;
    /// absent where the definition can count nothing.
    let totals: [String: Double]
  }

  /// - Parameter years: the years from the first to the last of the supplies where there are none.
  /// - Throws: `TrendDataError.invalid` for chips that the database does not have.
  public init(
    _ question: ScenarioQuestion, under definitions: [EquivalenceDefinition], years: [Int], data: TrendData,
    in database: ChipDatabase
  ) throws {
    let years = years.isEmpty ? question.years : years
    guard !years.isEmpty else {
      throw ForecastError.badQuestion(
        "the alternatives that are taken of \(question.scenario.id) hold no supply: take another of a part")
    }
    scenario = question.scenario
    let pairs = zip(question.scenario.parts, question.taken)
    taken = Dictionary(uniqueKeysWithValues: pairs.map { ($0.id, $1.id) })
    self.years = years
    (limits, tf32Reading, settings) = (question.limits, question.tf32Reading, question.settings)
    correlations = Dictionary(
      uniqueKeysWithValues: question.scenario.parts.compactMap { part in
        question.correlation(of: part).map { (part.id, $0) }
      })
    let computed = try definitions.map {
      try ScenarioCompute(question, under: $0, years: years, stock: data.stock, in: database)
    }
    self.definitions = computed
    alternatives = try Self.rivals(question, under: definitions, year: years[years.count - 1], in: database)
    published = try StockRatio.all(
      of: question.scenario.country, in: data.stock, settings: question.settings)
    let used =
      question.supplies.map(\.supply.provenance.source) + question.scenario.limits.map(\.provenance.source)
      + question.scenario.parts.compactMap(\.correlation?.provenance.source)
    sources = data.sources.filter { used.contains($0.key) }
    warnings = Self.warnings(question, computed, correlations)
  }

  private static func rivals(
    _ question: ScenarioQuestion, under definitions: [EquivalenceDefinition], year: Int,
    in database: ChipDatabase
  ) throws -> [Rival] {
    try zip(question.scenario.parts, question.taken).flatMap { part, taken in
      try part.alternatives.map { alternative in
        var totals: [String: Double] = [:]
        let other = try question.taking(alternative.id, of: part.id)
        for definition in definitions {
          totals[definition.id] = try other.totalAtMedians(under: definition, year: year, in: database)
        }
        return Rival(
          part: part.id, alternative: alternative.id, title: alternative.title,
          isTaken: alternative.id == taken.id, totals: totals)
      }
    }
  }

  private static func warnings(
    _ question: ScenarioQuestion, _ computed: [ScenarioCompute], _ correlations: [String: Double]
  ) -> [String] {
    var warnings: [String] = []
    let supplies = question.supplies
    let uncounted = computed.filter { !$0.unknown.isEmpty && !$0.years.isEmpty }
    if !uncounted.isEmpty {
      let words = uncounted.map { "\($0.definition.id) (\($0.unknown.map(\.unit).joined(separator: ", ")))" }
      warnings.append(
        "totals are without what has no figure under a definition, and so too low: \(words.joined(separator: "; "))"
      )
    }
    let bare = supplies.filter { $0.supply.units.range == nil }
    if !bare.isEmpty {
      warnings.append(
        "\(bare.count) of \(supplies.count) amounts are published without an interval and taken for exact: every interval here is too narrow"
      )
    }
    let bounds = supplies.compactMap { entry in
      entry.supply.units.bound.map { "\(entry.supply.unit.name) \(entry.supply.year) \($0.rawValue)" }
    }
    if !bounds.isEmpty {
      warnings.append("published as a bound, taken for the amount: \(bounds.joined(separator: ", "))")
    }
    for part in question.scenario.parts where correlations[part.id] == nil {
      let count = supplies.count {
        question.scenario.parts[$0.part].id == part.id && $0.supply.units.range != nil
      }
      if count > 1 {
        warnings.append(
          "the amounts of \(part.id) are taken for independent, which makes totals too narrow: give the part a correlation, or --correlation"
        )
      }
    }
    for (id, share) in computed.first?.limited.sorted(by: { $0.key < $1.key }) ?? [] where share > 0 {
      warnings.append(
        "\(id) allows fewer chips than the supplies say, in \(NumberFormat.percent(share)) of the draws")
    }
    for year in computed.first?.years ?? [] where !year.notSplit.isEmpty {
      warnings.append(
        "\(year.year) is without \(year.notSplit.joined(separator: ", ")): told for a later year alone")
    }
    if let last = question.years.last, let asked = computed.first?.years.last?.year, asked > last {
      warnings.append(
        "no supply is told after \(last): what follows is the stock of \(last), and no forecast")
    }
    return warnings
  }
}
