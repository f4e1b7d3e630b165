import ChipDB
import Rating

/// How training is reckoned: nothing of it has a default.
public struct TrainingAssumptions: Codable, Sendable {
  public let precision: Precision
  public let mfu: UtilisationShare
  public let goodput: UtilisationShare

  public init(precision: Precision, mfu: UtilisationShare, goodput: UtilisationShare) {
    self.precision = precision
    self.mfu = mfu
    self.goodput = goodput
  }

  /// The share of the peak over all time.
  var effective: BoundedValue { mfu.share * goodput.share }

  /// Operations of a number of TOP/s in one day of 86,400 seconds.
  func operationsPerDay(tops: BoundedValue) -> BoundedValue {
    tops * effective * BoundedValue(1e12 * 86_400)
  }
}
