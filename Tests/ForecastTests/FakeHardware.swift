import ChipDB
import Rating

@testable import Forecast

/// Hardware of one TPP and one rate, on any day; it does real arithmetic.
enum FakeHardware {
  static func source(tpp: Double, tops: Double? = nil) -> OfferSource {
    OfferSource(name: "fake") { quantity, _ throws(ForecastError) in
      guard quantity == .figure(.tpp) else {
        throw .missingFigure(what: quantity.label, remedy: "the fake has TPP alone")
      }
      return Offer(value: BoundedValue(tpp), chip: "fake", basis: "fake", isForecast: false)
    } rate: { _, _ throws(ForecastError) in
      guard let tops else { throw .missingFigure(what: "the rate", remedy: "the fake has none") }
      return OfferSource.Rate(
        tops: BoundedValue(tops), topsPerTPP: BoundedValue(tops / tpp), basis: "fake")
    }
  }
}
