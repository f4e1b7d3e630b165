/// One kind of product over the devices of a run: the distribution, who is slowest, and the sum.
public struct DeviceSpread: Codable, Sendable {
  public let kind: ProductVariant.Kind
  /// The best verified rate of each device that has one, in TOP/s, slowest first.
  public let rates: [Rate]
  /// The devices without a verified rate of this kind.
  public let without: [String]

  public struct Rate: Codable, Sendable {
    public let device: String
    public let tops: Double
  }

  /// The slowest: what a job that waits for all devices goes by.
  public var slowest: Rate? { rates.first }
  public var medianTops: Double? { Statistics.median(rates.map(\.tops)) }
  /// The sum over the devices that have one, measured at the same time.
  public var totalTops: Double { rates.reduce(0) { $0 + $1.tops } }

  /// By kind of product, over devices that were measured together; none over a single one.
  public static func of(_ devices: [DeviceMeasurement]) -> [DeviceSpread] {
    guard devices.count > 1 else { return [] }
    var kinds: [ProductVariant.Kind] = []
    for kind in devices.flatMap(\.rows).compactMap(\.kind) where !kinds.contains(kind) { kinds.append(kind) }
    return kinds.map { kind in
      let rates = devices.compactMap { device in
        device.rows.ofFirstOperands.filter { $0.kind == kind && $0.status == .verified }
          .compactMap(\.topsBest).max()
          .map { Rate(device: device.id, tops: $0) }
      }.sorted { ($0.tops, $0.device) < ($1.tops, $1.device) }
      let named = Set(rates.map(\.device))
      return DeviceSpread(kind: kind, rates: rates, without: devices.map(\.id).filter { !named.contains($0) })
    }.filter { !$0.rates.isEmpty }
  }
}
