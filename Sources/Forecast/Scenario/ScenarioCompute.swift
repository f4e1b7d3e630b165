import ChipDB
import Rating

/// What a scenario adds up to under one definition of equivalence, year by year.
public struct ScenarioCompute: Codable, Sendable {
  /// One year's end.
  public struct Year: Codable, Equatable, Sendable {
    public let year: Int
    /// In reference chips: everything up to the end of the year; no chip is retired.
    public let total: UncertainValue
    /// What came in the year; of supplies of several years all of it counts in the last.
    public let added: UncertainValue
    /// The total of each part, by its id.
    public let parts: [String: UncertainValue]
    /// The total with every input at its median.
    public let atMedians: Double
    /// The country's part of what it and the others have; `nil` where nobody published the others' stock.
    public let share: UncertainValue?
    public let others: OtherStock?
    /// Supplies of several years that are told for a later one alone: some of their chips came before, and are missing here.
    public let notSplit: [String]
  }

  /// A supply that the definition cannot count.
  public struct Unknown: Codable, Equatable, Sendable {
    public let part: String
    public let unit: String
    public let year: Int
    public let reason: String
  }

  public let definition: EquivalenceDefinition
  /// Empty where the definition can count no supply.
  public let years: [Year]
  public let unknown: [Unknown]
  /// The share of the draws in which a limit allows fewer chips than are wanted, by its id.
  public let limited: [String: Double]
  /// What drives the total of the last year; `nil` where there is none.
  public let drivers: Tornado?

  /// - Throws: `ChipDBError.unknownChip` for a chip that the database does not have; what `MonteCarlo` throws.
  public init(
    _ question: ScenarioQuestion, under definition: EquivalenceDefinition, years: [Int],
    stock: [StockLevel], in database: ChipDatabase
  ) throws {
    let chips = try Self.chips(question, in: database)
    let country = question.scenario.country
    var others: [Int: OtherStock] = [:]
    for year in years {
      others[year] = OtherStock(than: country, at: year, under: definition, in: stock)
    }
    let model = ScenarioModel(question, under: definition, years: years, others: others, chips: chips)
    let supplies = question.supplies
    self.definition = definition
    unknown = model.unknown.map { entry in
      let (part, supply) = supplies[entry.supply]
      return Unknown(
        part: question.scenario.parts[part].id, unit: supply.unit.name, year: supply.year,
        reason: entry.reason)
    }
    guard model.items.contains(where: { $0.worth != nil }) else {
      (self.years, limited, drivers) = ([], [:], nil)
      return
    }
    let carlo = try MonteCarlo(model.inputs, settings: question.settings)
    let simulation = carlo.run(outputs: model.outputCount) { model.evaluate($0, &$1) }
    let values = simulation.values
    var medians = [Double](repeating: 0, count: model.outputCount)
    model.evaluate(model.inputs.map(\.distribution.median), &medians)
    self.years = model.outputs.map { output in
      var parts: [String: UncertainValue] = [:]
      for (index, part) in question.scenario.parts.enumerated() {
        parts[part.id] = values[output.first + 2 + index]
      }
      return Year(
        year: output.year, total: values[output.first], added: values[output.first + 1], parts: parts,
        atMedians: medians[output.first], share: output.share.map { values[$0] }, others: others[output.year],
        notSplit: supplies.compactMap { _, supply in
          supply.since.flatMap { $0 <= output.year && output.year < supply.year ? supply.unit.name : nil }
        })
    }
    var limited: [String: Double] = [:]
    for (index, bound) in model.bounds.enumerated() {
      limited[bound.id] = values[model.boundFlags + index].mean
    }
    self.limited = limited
    drivers = model.outputs.last.map { output in
      Tornado(
        carlo, outputs: model.outputCount, output: output.first, simulation: simulation
      ) { model.evaluate($0, &$1) }
    }
  }

  static func chips(
    _ question: ScenarioQuestion, in database: ChipDatabase
  ) throws(ChipDBError) -> [String: Chip] {
    var chips: [String: Chip] = [:]
    for (_, supply) in question.supplies {
      if case .chip(let id) = supply.unit { chips[id] = try database.chip(matching: id) }
    }
    return chips
  }
}

extension ScenarioQuestion {
  /// The total at a year's end with every input at its median, in reference chips; `nil` where the definition can count no
  /// supply.
  /// - Throws: `ChipDBError.unknownChip` for a chip that the database does not have.
  public func totalAtMedians(
    under definition: EquivalenceDefinition, year: Int, in database: ChipDatabase
  ) throws -> Double? {
    let model = ScenarioModel(
      self, under: definition, years: [year], others: [:],
      chips: try ScenarioCompute.chips(self, in: database))
    guard model.items.contains(where: { $0.worth != nil }) else { return nil }
    var results = [Double](repeating: 0, count: model.outputCount)
    model.evaluate(model.inputs.map(\.distribution.median), &results)
    return results[model.outputs[0].first]
  }
}
