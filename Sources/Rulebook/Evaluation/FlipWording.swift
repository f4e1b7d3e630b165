import Rating

/// Says what would change the outcome of a limb, with the number that it takes.
struct FlipWording {
  let quantity: Quantity
  /// Of the threshold.
  let unit: String
  let comparison: Comparison
  let threshold: Double
  /// The figure tested, or the lowest that it can be, if known.
  let value: Double?
  /// The subject's TPP, if known: turns a density into a die area.
  let tpp: Double?
  var extent = Operand.Extent.exact
  /// The rate that governs, if known: turns a TPP into TOP/s.
  var rate: Operand.Rate?

  var text: String {
    guard let value else { return whereUnknown }
    switch extent {
    case .exact:
      let target = comparison.holds(value, threshold) ? comparison.negated : comparison
      let move = movement(from: value, to: target)
      guard let area = area(for: target) else { return move }
      return "\(move); or the applicable die area would have to be \(area.text)"
    case .atLeast:
      if comparison.holds(value, threshold) == comparison.holds(.infinity, threshold) {
        return "nothing higher: at least \(measure(value)) is proven, and that decides"
      }
      return "a lower bound of \(measure(value)) proves nothing here; met only if the \(quantity.label) is "
        + "\(comparison.words) \(measure(threshold))"
    case .upTo(let high):
      let (low, top) = (comparison.holds(value, threshold), comparison.holds(high, threshold))
      if low != top {
        return "the interval crosses the line; met only if the \(quantity.label) is \(comparison.words) "
          + measure(threshold)
      }
      let nearest = value >= threshold ? value : high
      return "from its nearer end the " + movement(from: nearest, to: low ? comparison.negated : comparison)
    }
  }

  /// The numbers of the text, for a figure that is known and for a density without an area.
  var margin: Trace.Margin? {
    guard let value else {
      return area(for: comparison).map {
        Trace.Margin(
          direction: nil, by: nil, tops: nil, precision: nil, areaComparison: $0.comparison,
          areaMM2: $0.areaMM2)
      }
    }
    guard extent == .exact else { return nil }
    let target = comparison.holds(value, threshold) ? comparison.negated : comparison
    let area = area(for: target)
    return Trace.Margin(
      direction: rises(target) ? .rise : .fall, by: (threshold - value).magnitude,
      tops: tops((threshold - value).magnitude), precision: rate?.precision, areaComparison: area?.comparison,
      areaMM2: area?.areaMM2)
  }

  private var whereUnknown: String {
    if let area = area(for: comparison) { return "met only if the applicable die area is \(area.text)" }
    return "\(quantity.label) is unknown; met only if it is \(comparison.words) \(measure(threshold))"
  }

  private func rises(_ target: Comparison) -> Bool { target == .atLeast || target == .moreThan }

  private func movement(from value: Double, to target: Comparison) -> String {
    let subject = "\(quantity.label) would have to \(rises(target) ? "rise" : "fall")"
    let distance = (threshold - value).magnitude
    if distance == 0 { return "\(subject) \(rises(target) ? "above" : "below") \(measure(threshold))" }
    let amount = Wording.number(distance, .up)
    let unit = quantity == .tpp ? "" : " \(unit)"
    let rate = inTops(distance, rising: rises(target))
    switch target {
    case .atLeast, .atMost: return "\(subject) by \(amount)\(unit) or more\(rate)"
    case .moreThan, .lessThan: return "\(subject) by more than \(amount)\(unit)\(rate)"
    }
  }

  /// A distance in dense TOP/s at the governing precision: TPP = TOP/s × bit length, density = TPP / area.
  private func tops(_ distance: Double) -> Double? {
    guard let rate else { return nil }
    switch quantity {
    case .tpp: return distance / Double(rate.bitLength)
    case .performanceDensity:
      guard let tpp, let value, value > 0 else { return nil }
      return distance * (tpp / value) / Double(rate.bitLength)
    default: return nil
    }
  }

  private func inTops(_ distance: Double, rising: Bool) -> String {
    guard let rate, let tops = tops(distance) else { return "" }
    let others = rising ? "" : ", the other precisions as far as theirs is higher then"
    return " (\(Wording.number(tops, .up)) TOP/s at \(rate.precision.label)\(others))"
  }

  /// The die area at which `target` holds for the density: area = TPP / threshold.
  private func area(for target: Comparison) -> (comparison: Comparison, areaMM2: Double, text: String)? {
    guard quantity == .performanceDensity, let tpp, tpp > 0, threshold > 0 else { return nil }
    let areaMM2 = tpp / threshold
    switch target {
    case .atLeast: return (.atMost, areaMM2, "at most \(Wording.number(areaMM2, .down)) mm²")
    case .moreThan: return (.lessThan, areaMM2, "less than \(Wording.number(areaMM2, .down)) mm²")
    case .atMost: return (.atLeast, areaMM2, "at least \(Wording.number(areaMM2, .up)) mm²")
    case .lessThan: return (.moreThan, areaMM2, "more than \(Wording.number(areaMM2, .up)) mm²")
    }
  }

  private func measure(_ value: Double) -> String {
    quantity == .tpp ? Wording.number(value) : "\(Wording.number(value)) \(unit)"
  }
}
