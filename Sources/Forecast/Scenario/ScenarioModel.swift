import ChipDB
import Rating

/// The arithmetic of a scenario under one definition: chips × yield × rating, within the limits, added up over the years.
struct ScenarioModel: Sendable {
  /// A supply as the model takes it: where its factors stand among the inputs.
  struct Item: Sendable {
    let part: Int
    let supply: Scenario.Supply
    let units: Int
    let yield: Int?
    /// `nil` where what a unit is worth is not known.
    let worth: Int?
    let isProduced: Bool
  }

  /// A limit as the model takes it.
  struct Bound: Sendable {
    let id: String
    let amount: Int
    /// The items that take of it in the order of their years, with how much one unit takes.
    let uses: [(item: Int, perUnit: Double)]
  }

  /// What becomes of a year.
  struct Output: Sendable {
    let year: Int
    /// Where its total stands among the outputs; what was added in the year follows, then each part's total.
    let first: Int
    /// Where the country's share stands; `nil` where nobody published a stock of the others.
    let share: Int?
    /// Where the stocks of the others stand among the inputs.
    let others: [Int]
  }

  private(set) var inputs: [UncertainInput] = []
  private(set) var items: [Item] = []
  private(set) var bounds: [Bound] = []
  private(set) var outputs: [Output] = []
  private(set) var outputCount = 0
  /// Where the flags of the limits begin among the outputs.
  private(set) var boundFlags = 0
  /// The supplies whose worth is not known, with the reason.
  private(set) var unknown: [(supply: Int, reason: String)] = []
  let parts: Int

  init(
    _ question: ScenarioQuestion, under definition: EquivalenceDefinition, years: [Int],
    others: [Int: OtherStock], chips: [String: Chip]
  ) {
    parts = question.scenario.parts.count
    var places: [String: Int] = [:]
    for (index, entry) in question.supplies.enumerated() {
      let part = question.scenario.parts[entry.part]
      let supply = entry.supply
      let group = question.correlation(of: part).map {
        UncertainInput.Group(name: part.id, correlation: $0)
      }
      let level = Scenario.rangeLevel
      let name = name(of: supply, part, places)
      let units = add(.init(name, supply.units.spread(level: level), group: group), &places)
      let yield = supply.yield.map { add(.init("yield of \(name)", $0.share(level: level)), &places) }
      var worth: Int?
      switch UnitWorth(
        supply.unit, under: definition, level: level, tf32Reading: question.tf32Reading, in: chips)
      {
      case .known(let name, let distribution): worth = add(.init(name, distribution), &places)
      case .unknown(let reason): unknown.append((index, reason))
      }
      items.append(
        Item(
          part: entry.part, supply: supply, units: units, yield: yield, worth: worth,
          isProduced: part.kind == .production))
    }
    addBounds(question, &places)
    addOutputs(years, others, &places)
  }

  /// A name that no other supply has.
  private func name(of supply: Scenario.Supply, _ part: Scenario.Part, _ places: [String: Int]) -> String {
    let span = supply.since.map { "\($0) to \(supply.year)" } ?? "\(supply.year)"
    let name = "\(part.id): \(supply.unit.name), \(span)"
    var (unique, number) = (name, 1)
    while places[unique] != nil {
      number += 1
      unique = "\(name) (\(number))"
    }
    return unique
  }

  private mutating func add(_ input: UncertainInput, _ places: inout [String: Int]) -> Int {
    if let place = places[input.name] { return place }
    places[input.name] = inputs.count
    inputs.append(input)
    return inputs.count - 1
  }

  private mutating func addBounds(_ question: ScenarioQuestion, _ places: inout [String: Int]) {
    guard question.limits != .none else { return }
    // What is known to be at least so much may be more: it limits nothing.
    for limit in question.scenario.limits where limit.amount.bound != .atLeast {
      let uses = items.indices.compactMap { index -> (item: Int, perUnit: Double)? in
        guard items[index].isProduced, case .chip(let chip) = items[index].supply.unit,
          let count = limit.perChip[chip],
          question.limits == .lasting || items[index].supply.year <= limit.year
        else { return nil }
        return (index, Double(count))
      }.sorted { (items[$0.item].supply.year, $0.item) < (items[$1.item].supply.year, $1.item) }
      guard !uses.isEmpty else { continue }
      let amount = add(
        .init("limit: \(limit.id)", limit.amount.spread(level: Scenario.rangeLevel)), &places)
      bounds.append(Bound(id: limit.id, amount: amount, uses: uses))
    }
  }

  private mutating func addOutputs(
    _ years: [Int], _ others: [Int: OtherStock], _ places: inout [String: Int]
  ) {
    for year in years {
      let stock = (others[year]?.levels ?? []).map { level in
        let distribution = level.distribution.map(Distribution.lognormal) ?? .exact(level.median)
        return add(.init("stock of others: \(level.id)", distribution), &places)
      }
      let count = 2 + parts
      outputs.append(
        Output(
          year: year, first: outputCount, share: stock.isEmpty ? nil : outputCount + count, others: stock))
      outputCount += count + (stock.isEmpty ? 0 : 1)
    }
    boundFlags = outputCount
    outputCount += bounds.count
  }

  /// Works out one draw.
  func evaluate(_ inputs: [Double], _ results: inout [Double]) {
    for index in results.indices { results[index] = 0 }
    var made = items.map { inputs[$0.units] * ($0.yield.map { inputs[$0] } ?? 1) }
    for (number, bound) in bounds.enumerated() where limit(&made, bound, to: inputs[bound.amount]) {
      results[boundFlags + number] = 1
    }
    for (item, units) in zip(items, made) {
      guard let worth = item.worth else { continue }
      let value = units * inputs[worth]
      for output in outputs where item.supply.year <= output.year {
        results[output.first] += value
        if item.supply.year == output.year { results[output.first + 1] += value }
        results[output.first + 2 + item.part] += value
      }
    }
    for output in outputs {
      guard let share = output.share else { continue }
      let total = results[output.first]
      results[share] = total / (total + output.others.reduce(0) { $0 + inputs[$1] })
    }
  }

  /// Makes no more chips than the limit allows: what comes first takes first, those of one year each the same share of what
  /// they want.
  /// - Returns: whether it allows fewer than are wanted.
  private func limit(_ made: inout [Double], _ bound: Bound, to amount: Double) -> Bool {
    var left = amount
    var isShort = false
    var start = 0
    while start < bound.uses.count {
      let year = items[bound.uses[start].item].supply.year
      var end = start
      var wanted = 0.0
      while end < bound.uses.count, items[bound.uses[end].item].supply.year == year {
        wanted += made[bound.uses[end].item] * bound.uses[end].perUnit
        end += 1
      }
      if wanted > left {
        isShort = true
        for use in bound.uses[start..<end] { made[use.item] *= left / wanted }
      }
      left -= min(left, wanted)
      start = end
    }
    return isShort
  }
}

extension Amount {
  /// As `spread`, for a share: never above 1.
  fileprivate func share(level: Double) -> Distribution {
    let spread = spread(level: level)
    // A share's upper tail may pass 1: its draws are cut there.
    guard spread.quantile(1 - 1e-9) > 1 else { return spread }
    return .empirical(
      Percentiles((0..<2_001).map { min(1, spread.quantile((Double($0) + 0.5) / 2_001)) }))
  }
}
