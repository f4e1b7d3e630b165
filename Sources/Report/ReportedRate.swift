/// A rate that a report tells, in TOP/s or GB/s.
struct ReportedRate: Decodable {
  let value: Double

  /// Far below and above what any machine does, and far from what spoils a ratio.
  private static let rates = 1e-12..<1e9

  /// - Throws: `DecodingError.dataCorrupted` for what cannot be a rate.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    value = try container.decode(Double.self)
    guard Self.rates.contains(value) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\(value) is no rate: one is above 0 and below \(Self.rates.upperBound)")
    }
  }
}
