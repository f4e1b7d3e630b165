import Rating

// A figure of which only an interval or a bound is known is written without a value, so that none can be taken for it.

extension Operand: Codable {
  private enum CodingKeys: CodingKey {
    case value, atLeast, interval, unit, source, evidence, published, isUnverified, rate
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let interval = try container.decodeIfPresent(ClosedRange<Double>.self, forKey: .interval)
    let least = try container.decodeIfPresent(Double.self, forKey: .atLeast)
    self.init(
      value: try interval?.lowerBound ?? least ?? container.decode(Double.self, forKey: .value),
      extent: interval.map { .upTo($0.upperBound) } ?? (least == nil ? .exact : .atLeast),
      unit: try container.decode(String.self, forKey: .unit),
      source: try container.decode(String.self, forKey: .source),
      evidence: try container.decodeIfPresent(Evidence.self, forKey: .evidence),
      published: try container.decodeIfPresent(ClosedRange<Double>.self, forKey: .published),
      isUnverified: try container.decode(Bool.self, forKey: .isUnverified),
      rate: try container.decodeIfPresent(Rate.self, forKey: .rate))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch extent {
    case .exact: try container.encode(value, forKey: .value)
    case .atLeast: try container.encode(value, forKey: .atLeast)
    case .upTo: try container.encode(possible, forKey: .interval)
    }
    try container.encode(unit, forKey: .unit)
    try container.encode(source, forKey: .source)
    try container.encodeIfPresent(evidence, forKey: .evidence)
    try container.encodeIfPresent(published, forKey: .published)
    try container.encode(isUnverified, forKey: .isUnverified)
    try container.encodeIfPresent(rate, forKey: .rate)
  }
}
