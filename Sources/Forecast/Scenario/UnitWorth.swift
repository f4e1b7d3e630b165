import ChipDB
import Rating

/// What one unit of a supply is worth under a definition of equivalence.
enum UnitWorth {
  /// In reference chips, with the name of what it depends on.
  case known(name: String, Distribution)
  case unknown(reason: String)

  /// - Parameter level: the probability that a range is taken for of which none is published: where sources disagree on a
  ///   chip, their lowest and highest figures are the ends around the one that the database reports.
  init(
    _ unit: Scenario.Unit, under definition: EquivalenceDefinition, level: Double, tf32Reading: TF32Reading,
    in chips: [String: Chip]
  ) {
    switch unit {
    case .chip(let id):
      guard let worth = chips[id].flatMap({ definition.equivalent(of: $0, tf32Reading: tf32Reading) }) else {
        self = .unknown(reason: "\(id) has no figure under it")
        return
      }
      self = .known(
        name: "rating of \(id)",
        Distribution.interval(
          low: worth.range.lowerBound, median: worth.value, high: worth.range.upperBound, level: level)
          ?? .exact(worth.value))
    case .rating(let tops, let bits, _):
      guard let worth = Self.perTOPS(bits: bits, definition, tf32Reading) else {
        self = .unknown(reason: "of a rate of \(bits) bits alone its figure is not known")
        return
      }
      self = .known(
        name: "rate of \(bits) bits, \(Scenario.Unit.figures(tops)) TOP/s",
        tops.spread(level: level).scaled(by: worth))
    }
  }

  /// How many reference chips one dense TOP/s at a bit length is; `nil` where the definition counts another figure.
  private static func perTOPS(
    bits: Int, _ definition: EquivalenceDefinition, _ tf32Reading: TF32Reading
  ) -> Double? {
    switch definition.basis {
    case .tpp: Double(bits) / definition.constant
    case .denseTops:
      definition.precisions.contains { $0.bitLength(tf32Reading) == bits } ? 1 / definition.constant : nil
    default: nil
    }
  }
}

extension Scenario.Unit {
  /// The chip's id, or the rate in words.
  public var name: String {
    switch self {
    case .chip(let id): id
    case .rating(let tops, let bits, _): "\(Self.figures(tops)) TOP/s of \(bits) bits"
    }
  }

  static func figures(_ amount: Amount) -> String {
    func text(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
    return if amount.median == nil, let range = amount.range {
      "\(text(range.low)) to \(text(range.high))"
    } else {
      text(amount.central)
    }
  }
}
