import ChipDB
import Rating

/// Where the hardware comes from in which a line is told: the frontier of a day, or one chip.
public struct OfferSource: Sendable {
  /// What a chip makes of its TPP at one precision.
  struct Rate: Sendable {
    /// Dense TOP/s of one chip.
    let tops: BoundedValue
    let topsPerTPP: BoundedValue
    let basis: String
  }

  public let name: String
  let offer: @Sendable (TrendQuantity, CalendarDate) throws(ForecastError) -> Offer
  let rate: @Sendable (Precision, CalendarDate) throws(ForecastError) -> Rate

  /// The frontier of chips.
  /// - Parameters:
  ///   - paths: of the quantities that will be asked for: `LineDrift.quantities`.
  ///   - database: whose chips they follow.
  public static func frontier(_ paths: [FrontierPath], in database: ChipDatabase) -> OfferSource {
    OfferSource(name: "the frontier") { quantity, date throws(ForecastError) in
      guard let path = paths.first(where: { $0.series.question.quantity == quantity }) else {
        preconditionFailure("\(quantity.rawValue) is not among LineDrift.quantities")
      }
      return try path.offer(on: date)
    } rate: { precision, date throws(ForecastError) in
      guard let path = paths.first(where: { $0.series.question.quantity == .figure(.tpp) }) else {
        preconditionFailure("TPP is among LineDrift.quantities of every view with a rate")
      }
      let question = path.series.question
      let isForecast = date > question.knownBy
      let best = path.series.best(by: min(date, question.knownBy))
      // A day to come has no chip: the last one that was best when it came out and has a rate stands for it.
      let candidates = isForecast ? path.series.selected.reversed() : [best].compactMap { $0 }
      for point in candidates {
        guard let chip = database.chips.first(where: { $0.id == point.chip }) else { continue }
        if let rate = Rate(chip, precision, question.tf32Reading, isForecast: isForecast) { return rate }
      }
      throw .missingFigure(
        what: "the dense \(precision.label) rate of \(best?.name ?? "a chip out by \(date)")",
        remedy: "add a row with its source to throughput.csv, or give another --precision")
    }
  }

  /// One chip, on any day the same.
  public static func chip(_ chip: Chip, tf32Reading: TF32Reading) -> OfferSource {
    OfferSource(name: chip.name) { quantity, _ throws(ForecastError) in
      guard let value = quantity.bounded(of: chip, tf32Reading: tf32Reading) else {
        let tables = quantity.needs.map { "\($0.figure) (\($0.table))" }.joined(separator: " and ")
        throw .missingFigure(
          what: "\(quantity.label) of \(chip.name)", remedy: "it needs \(tables), each with its source")
      }
      return Offer(value: value, chip: chip.id, basis: chip.name, isForecast: false)
    } rate: { precision, _ throws(ForecastError) in
      guard let rate = Rate(chip, precision, tf32Reading, isForecast: false) else {
        throw .missingFigure(
          what: "the dense \(precision.label) rate of \(chip.name)",
          remedy: "add a row with its source to throughput.csv, or give another --precision")
      }
      return rate
    }
  }
}

extension OfferSource.Rate {
  /// - Returns: `nil` where the chip has no rate at the precision.
  fileprivate init?(_ chip: Chip, _ precision: Precision, _ reading: TF32Reading, isForecast: Bool) {
    guard let tops = TrendQuantity.figure(.tops(precision)).bounded(of: chip, tf32Reading: reading),
      let tpp = TrendQuantity.figure(.tpp).bounded(of: chip, tf32Reading: reading)
    else { return nil }
    self.init(
      tops: tops, topsPerTPP: tops / tpp,
      basis: isForecast
        ? "\(precision.label) per TPP as of \(chip.name)" : "\(chip.name), \(precision.label)")
  }
}
