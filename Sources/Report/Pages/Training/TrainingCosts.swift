import ChipDB
import Rating
import Rulebook

/// Chip-hours, energy and money of a run, as far as they are known.
struct TrainingCosts: Encodable, Sendable {
  /// One figure with its working, or why there is none.
  struct Item: Encodable, Sendable {
    let name: String
    let value: Double?
    let range: ClosedRange<Double>?
    let unit: String
    let working: String?
    /// Why it is unknown, and the remedy.
    let unknown: String?
  }

  let items: [Item]

  init(_ plan: TrainingPlan, _ prices: TrainingPlan.Prices) {
    let chips = NumberFormat.whole(plan.run.chips.value)
    var items = [
      Item(
        "chip-hours", plan.run.chipHours, "h",
        "\(chips) chips × \(NumberFormat.number(plan.run.days.value)) days × 24 h")
    ]
    items += Self.energy(plan, prices, chips: chips)
    if let price = plan.chip.priceUSD {
      items.append(
        Item(
          "chips at their price at release", plan.run.chips * price.bounded, "USD",
          "\(chips) chips × \(NumberFormat.exact(price.value)) USD (\(price.source), \(price.grade.rawValue)"
            + "\(price.asOf.map { ", \($0)" } ?? "")); bought whole, without servers and network"))
    } else {
      items.append(
        Item(
          unknown: "chips at their price at release", "USD",
          "no price of \(plan.chip.name) is known; add a row with its source to a price.csv of your own and give --chipdb"
        ))
    }
    if let hourly = prices.usdPerChipHour {
      items.append(
        Item(
          "chips by the hour", plan.run.chipHours * BoundedValue(hourly), "USD",
          "chip-hours × \(NumberFormat.exact(hourly)) USD (given)"))
    }
    self.items = items
  }

  private static func energy(_ plan: TrainingPlan, _ prices: TrainingPlan.Prices, chips: String) -> [Item] {
    guard let watts = plan.chip.tdpWatts else {
      return [
        Item(
          unknown: "energy of the chips", "MWh",
          "no rated power of \(plan.chip.name) is known; add a row with its source to a power.csv of your own and give "
            + "--chipdb")
      ]
    }
    let megawatts = plan.run.chips * watts.bounded * BoundedValue(1e-6)
    let energy = plan.run.chipHours * watts.bounded * BoundedValue(1e-6)
    let source = "\(NumberFormat.exact(watts.value)) W (\(watts.source), \(watts.grade.rawValue))"
    var items = [
      Item(
        "power of the chips", megawatts, "MW", "\(chips) chips × \(source); rated power of the chips alone"),
      Item("energy of the chips", energy, "MWh", "chip-hours × \(source); at rated power all the time"),
    ]
    if let factor = prices.facilityFactor {
      let text = "× \(NumberFormat.exact(factor)) (facility factor, given)"
      items += [
        Item("power of the facility", megawatts * BoundedValue(factor), "MW", "power of the chips \(text)"),
        Item("energy of the facility", energy * BoundedValue(factor), "MWh", "energy of the chips \(text)"),
      ]
    }
    return items
  }

  func encode(to encoder: any Encoder) throws { try items.encode(to: encoder) }

  var table: Document.Table {
    .init(
      [.text("what"), .number("value"), .text("unit"), .number("by the sources"), .text("working")],
      rows: items.map { item in
        let bounded = item.value.flatMap { value in item.range.map { BoundedValue(value, $0) } }
        return [
          item.name, bounded.map { NumberFormat.number($0.value) } ?? "unknown", item.unit,
          bounded?.intervalText ?? "-", item.working ?? item.unknown ?? "-",
        ]
      })
  }
}

extension TrainingCosts.Item {
  fileprivate init(_ name: String, _ bounded: BoundedValue, _ unit: String, _ working: String) {
    self.init(
      name: name, value: bounded.value, range: bounded.range, unit: unit, working: working, unknown: nil)
  }

  fileprivate init(unknown name: String, _ unit: String, _ reason: String) {
    self.init(name: name, value: nil, range: nil, unit: unit, working: nil, unknown: reason)
  }
}
