/// What an item can attain at most at an arithmetic intensity: the lesser of its rate and of what its memory feeds.
///
/// P(I) = min(F, B × I), F the dense rate, B the memory bandwidth, I operations a byte (the roofline model, as applied to
/// language models in jared-hpc.com/posts/roofline-model-llm-inference).
public struct Roofline: Equatable, Sendable {
  /// F, in dense TOP/s.
  public let tops: BoundedValue
  /// B, in GB/s.
  public let bandwidthGBps: BoundedValue

  public init(tops: BoundedValue, bandwidthGBps: BoundedValue) {
    self.tops = tops
    self.bandwidthGBps = bandwidthGBps
  }

  /// Operations of a TOP over bytes of a GB.
  public static let operationsPerTOPOverBytesPerGB = 1000.0

  /// The ridge point F / B, in operations a byte: at a lower intensity memory binds, at a higher one arithmetic.
  public var ridge: BoundedValue {
    tops / bandwidthGBps * BoundedValue(Self.operationsPerTOPOverBytesPerGB)
  }

  /// What the memory alone allows at an intensity, in TOP/s.
  /// - Parameter intensity: operations a byte.
  public func bandwidthBoundTops(at intensity: Double) -> BoundedValue {
    bandwidthGBps * BoundedValue(intensity / Self.operationsPerTOPOverBytesPerGB)
  }

  /// P(I), in TOP/s. It rises with both figures, so that the lowest of both give the lower end.
  /// - Parameter intensity: operations a byte.
  public func attainableTops(at intensity: Double) -> BoundedValue {
    .lesser(tops, bandwidthBoundTops(at: intensity))
  }
}
