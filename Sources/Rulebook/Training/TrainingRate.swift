import Rating

/// How fast one chip trains: peak × MFU × goodput.
///
/// MFU is the share of the dense peak, at the precision that is trained in, that goes into the model's operations while it
/// trains. Goodput is the share of the time in which it does. The two are kept apart, since a run's MFU is reported for
/// good steps and its chips are paid for all the time.
public struct TrainingRate: Codable, Equatable, Sendable {
  public let precision: Precision
  /// Dense TOP/s of one chip at the precision, with what the sources leave.
  public let peakTops: BoundedValue
  /// Above 0 and up to 1.
  public let mfu: BoundedValue
  /// Above 0 and up to 1.
  public let goodput: BoundedValue

  /// - Throws: `TrainingRunError.unusable` for a share outside of 0 to 1, and for a rate that is no number above 0.
  public init(
    precision: Precision, peakTops: BoundedValue, mfu: BoundedValue, goodput: BoundedValue
  ) throws(TrainingRunError) {
    for (what, share) in [("MFU", mfu), ("goodput", goodput)] {
      guard share.range.lowerBound > 0, share.range.upperBound <= 1 else {
        throw .unusable(what: what, value: share.value, remedy: "give a share above 0 and up to 1")
      }
    }
    guard peakTops.range.lowerBound > 0, peakTops.range.upperBound.isFinite else {
      throw .unusable(what: "peak", value: peakTops.value, remedy: "give dense TOP/s above 0")
    }
    self.precision = precision
    self.peakTops = peakTops
    self.mfu = mfu
    self.goodput = goodput
  }

  /// Operations of one chip in one day of 86,400 seconds.
  public var operationsPerChipDay: BoundedValue {
    peakTops * BoundedValue(1e12) * mfu * goodput * BoundedValue(86_400)
  }
}
