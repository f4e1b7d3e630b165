import Rating

/// A quantity of compute in another unit, with every step of the working.
///
/// Chips are measured by one of their figures; a unit that is a fixed amount of a figure (TPP, reference chips, MW, USD)
/// needs no more. Two such units of different figures are converted by way of a chip that the user names.
public struct Conversion: Equatable, Sendable {
  /// Why there is no answer, and what to do about it.
  public struct Unknown: Codable, Equatable, Sendable {
    public let reason: String
    public let remedy: String
  }

  public let amount: Double
  public let from: ConversionUnit
  public let to: ConversionUnit
  /// By what chips are measured; `nil` where a chip is converted to itself.
  public let measures: [ConversionMeasure]
  /// The chip by way of which it is converted, where the two units do not measure the same.
  public let via: Chip?
  public let steps: [ConversionStep]
  /// In `to`; `nil` where a figure is unknown.
  public let result: BoundedValue?
  public let unknown: Unknown?
  public let facilityFactor: Double?
  /// The fewest chips of either side that hold a model, and how those compare; `nil` where nobody asks.
  public let modelFit: ModelFit?

  /// Converts a quantity.
  /// - Parameters:
  ///   - by: how chips are measured; must be given from one chip to another, and must agree with a unit that fixes it.
  ///   - via: the chip that links two units of different measures.
  ///   - facilityFactor: the power of the facility over that of its chips, for MW; a number of the user's own.
  ///   - modelGB: the bytes of a model that chips must hold together, in decimal GB; from chip to chip alone.
  /// - Throws: `ChipDBError.badQuestion` where the question leaves something open or contradicts itself.
  public init(
    _ amount: ConversionAmount, _ from: ConversionUnit, to: ConversionUnit, by: ConversionMeasure?,
    via: Chip?,
    facilityFactor: Double?, modelGB: Double? = nil, tf32Reading: TF32Reading
  ) throws(ChipDBError) {
    let route = try ConversionRoute(from: from, to: to, by: by, via: via, facilityFactor: facilityFactor)
    var worker = ConversionWorker(tf32Reading: tf32Reading, facilityFactor: facilityFactor)
    let result = worker.convert(amount.value, from, to, along: route)
    if let result, !result.value.isFinite || !result.range.upperBound.isFinite {
      throw .badQuestion("the answer is too large for a number: give a smaller quantity")
    }
    self.amount = amount.value
    self.from = from
    self.to = to
    self.via = via
    self.facilityFactor = facilityFactor
    measures = route.measures
    steps = worker.steps
    self.result = result
    unknown = worker.unknown
    modelFit = try modelGB.map { size throws(ChipDBError) in
      guard case .chip(let first) = from, case .chip(let second) = to, let measure = route.source else {
        throw .badQuestion(
          "--model-gb plays no part: it compares the fewest chips of two kinds that hold a model")
      }
      return try ModelFit(gigabytes: size, first, second, by: measure, tf32Reading: tf32Reading)
    }
  }

  /// The whole chips next to the answer: the most that do not exceed it, and the fewest that reach it; `nil` for other
  /// units. What differs from a whole number by rounding alone is taken as one.
  public var wholeChips: ClosedRange<Double>? {
    guard case .chip = to, let value = result?.value else { return nil }
    let nearest = value.rounded()
    if (value - nearest).magnitude <= 1e-9 * max(1, nearest) { return nearest...nearest }
    return value.rounded(.down)...value.rounded(.up)
  }

  /// The chips whose figures went in.
  public var chips: [Chip] {
    [from, via.map(ConversionUnit.chip), to].compactMap { unit in
      if case .chip(let chip)? = unit { chip } else { nil }
    }
  }
}
