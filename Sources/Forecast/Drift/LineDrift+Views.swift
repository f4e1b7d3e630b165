import Foundation
import Rating
import Rulebook

extension LineDrift {
  /// What the line asks of chips: itself, or the rate that trains so many operations in the days of the terms, in TOP/s.
  private func demand(_ value: Double) throws(ForecastError) -> BoundedValue {
    guard line.bearing == .training else { return BoundedValue(value) }
    guard let training = terms.training else { throw .noTrainingTerms }
    return BoundedValue(value) / training.operationsPerDay(tops: BoundedValue(terms.days))
  }

  /// Whole chips: the most that fit under the line, or the fewest that reach it; `nil` for a line for one chip.
  private func whole(_ demand: BoundedValue, of one: BoundedValue) -> BoundedValue? {
    guard line.bearing != .chip else { return nil }
    let comparison = line.bearing == .training ? .atLeast : line.comparison
    func count(_ size: Double, _ value: Double) -> Double { comparison.wholeUnits(of: size, against: value) }
    return BoundedValue(
      count(one.value, demand.value),
      count(
        one.range.upperBound, demand.range.lowerBound)...count(one.range.lowerBound, demand.range.upperBound))
  }

  func chips(
    _ value: Double, _ date: CalendarDate, _ source: OfferSource
  ) throws(ForecastError) -> LineWorth {
    let demand = try demand(value)
    let offer = try source.offer(Self.units(of: line, terms.training).of, date)
    return LineWorth(
      .chips, date, demand / offer.value, whole: whole(demand, of: offer.value), unit: "chips",
      basis: offer.basis, isForecast: offer.isForecast)
  }

  func share(
    _ value: Double, _ date: CalendarDate, _ source: OfferSource
  ) throws(ForecastError) -> LineWorth {
    let offer: Offer
    if line.bearing == .training {
      guard let runs = terms.runs else {
        throw .missingFigure(what: "the largest training", remedy: "add runs with their sources")
      }
      offer = try runs.offer(on: date)
    } else {
      guard line.bearing == .chip else {
        throw .doesNotApply("chips added up are no share of one: see the view 'chips'")
      }
      offer = try source.offer(.figure(.tpp), date)
    }
    return LineWorth(
      .share, date, BoundedValue(value * 100) / offer.value, unit: "%", basis: offer.basis,
      isForecast: offer.isForecast)
  }

  func cost(_ value: Double, _ date: CalendarDate, _ source: OfferSource) throws(ForecastError) -> LineWorth {
    let offer = try source.offer(try quantity(\.perUSD, "price"), date)
    return LineWorth(
      .cost, date, try demand(value) / offer.value, unit: "USD", basis: offer.basis,
      isForecast: offer.isForecast)
  }

  func power(
    _ value: Double, _ date: CalendarDate, _ source: OfferSource
  ) throws(ForecastError) -> LineWorth {
    let offer = try source.offer(try quantity(\.perWatt, "power"), date)
    return LineWorth(
      .power, date, try demand(value) * BoundedValue(1e-6) / offer.value, unit: "MW", basis: offer.basis,
      isForecast: offer.isForecast)
  }

  private func quantity(
    _ part: (Units) -> TrendQuantity?, _ what: String
  ) throws(ForecastError) -> TrendQuantity {
    if line.bearing == .training && terms.training == nil { throw .noTrainingTerms }
    guard let quantity = part(Self.units(of: line, terms.training)) else {
      throw .doesNotApply(
        "the \(what) of a rate is followed for precisions of "
          + "\(TrendQuantity.bitLengths.map(String.init).joined(separator: ", ")) bits")
    }
    return quantity
  }

  /// A fixed TPP is a fixed rate of work but for what chips make of it at the precision: whole chips count on past days,
  /// and on days to come the rate per TPP is that of the last frontier chip that has one.
  func days(_ value: Double, _ date: CalendarDate, _ source: OfferSource) throws(ForecastError) -> LineWorth {
    guard line.bearing == .stock else {
      throw .doesNotApply(
        line.bearing == .chip
          ? "a line for one chip holds no cluster"
          : "a line for a training holds no chips; see the view 'chips'")
    }
    guard let training = terms.training else { throw .noTrainingTerms }
    let tpp = try source.offer(.figure(.tpp), date)
    let rate = try source.rate(training.precision, date)
    let tops: BoundedValue
    if tpp.isForecast {
      tops = BoundedValue(value) * rate.topsPerTPP
    } else {
      guard let whole = whole(BoundedValue(value), of: tpp.value), whole.value > 0 else {
        throw .doesNotApply("the line holds no whole \(tpp.basis)")
      }
      let fewest = max(1, whole.range.lowerBound)
      tops = BoundedValue(whole.value, fewest...max(fewest, whole.range.upperBound)) * rate.tops
    }
    return LineWorth(
      .trainDays, date, BoundedValue(terms.operations) / training.operationsPerDay(tops: tops), unit: "days",
      basis: rate.basis, isForecast: tpp.isForecast)
  }

  func effective(_ value: Double, _ date: CalendarDate) throws(ForecastError) -> LineWorth {
    guard let index = terms.algorithms else {
      throw .missingFigure(what: "the progress of algorithms", remedy: "add an index with its source")
    }
    let factor = index.factor(years: line.written.decimalYear.distance(to: date.decimalYear))
    return LineWorth(
      .effective, date, BoundedValue(value) * factor, unit: "\(line.unit) as of \(line.written)",
      basis: index.title, isForecast: false)
  }
}

extension ForecastError {
  static let noTrainingTerms = ForecastError.missingFigure(
    what: "how training is to be reckoned",
    remedy: "give --precision, --mfu and --goodput, numbers or published runs as in assay train")
}
