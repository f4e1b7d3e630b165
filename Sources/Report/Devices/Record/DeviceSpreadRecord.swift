import Measurement
import Rating

/// A kind of product as a report has it.
public struct ProductKindRecord: Encodable, Sendable {
  public let precision: Precision
  public let accumulate: ProductVariant.Accumulation
  /// `nil` for a dense product.
  @Nullable public private(set) var sparsity: ProductVariant.Sparsity?
  /// "FP8 E4M3, fast accumulation".
  public let label: String

  init(_ kind: ProductVariant.Kind) {
    precision = kind.precision
    accumulate = kind.accumulate
    label = kind.label
    sparsity = kind.sparsity
  }
}

/// One kind of product over the devices of a run: the distribution, who is slowest, and the sum.
public struct DeviceSpreadRecord: Encodable, Sendable {
  public let kind: ProductKindRecord
  /// The best verified rate of each device that has one, slowest first.
  public let rates: [DeviceSpread.Rate]
  public let slowest: DeviceSpread.Rate
  public let medianTops: Double
  public let fastest: DeviceSpread.Rate
  /// The fastest over the slowest, less 1.
  public let spread: Double
  /// The sum over the devices that have one, measured at the same time.
  public let totalTops: Double
  /// The devices without a verified rate of this kind.
  public let without: [String]

  /// - Returns: `nil` where no device has a rate.
  init?(_ spread: DeviceSpread) {
    guard let slowest = spread.slowest, let fastest = spread.rates.last, let median = spread.medianTops else {
      return nil
    }
    kind = ProductKindRecord(spread.kind)
    rates = spread.rates
    self.slowest = slowest
    medianTops = median
    self.fastest = fastest
    self.spread = slowest.tops > 0 ? fastest.tops / slowest.tops - 1 : 0
    totalTops = spread.totalTops
    without = spread.without
  }
}

/// The bandwidth from one device's memory to another's, as the worker tells it.
public struct DeviceLinkRecord: Encodable, Sendable {
  public let from: String
  public let to: String
  /// One way; `nil` where it cannot be had.
  @Nullable public private(set) var bandwidthGBps: Double?
  @Nullable public private(set) var reason: String?

  init(_ link: DeviceLink) {
    from = link.from
    to = link.to
    bandwidthGBps = link.bandwidthGBps
    reason = link.reason
  }
}
