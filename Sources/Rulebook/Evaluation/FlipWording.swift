/// Says what would change the outcome of a limb, with the number that it takes.
struct FlipWording {
  let quantity: Quantity
  /// Of the threshold.
  let unit: String
  let comparison: Comparison
  let threshold: Double
  /// The figure tested, if known.
  let value: Double?
  /// The subject's TPP, if known: turns a density into a die area.
  let tpp: Double?

  var text: String {
    guard let value else { return whereUnknown }
    let holds = comparison.holds(value, threshold)
    let target = holds ? comparison.negated : comparison
    let move = movement(from: value, to: target)
    guard let area = area(for: target) else { return move }
    return "\(move); or the applicable die area would have to be \(area)"
  }

  private var whereUnknown: String {
    if let area = area(for: comparison) { return "met only if the applicable die area is \(area)" }
    return "\(quantity.label) is unknown; met only if it is \(comparison.words) \(measure(threshold))"
  }

  private func movement(from value: Double, to target: Comparison) -> String {
    let rises = target == .atLeast || target == .moreThan
    let subject = "\(quantity.label) would have to \(rises ? "rise" : "fall")"
    let distance = (threshold - value).magnitude
    if distance == 0 { return "\(subject) \(rises ? "above" : "below") \(measure(threshold))" }
    let amount = Wording.number(distance, .up)
    let unit = quantity == .tpp ? "" : " \(unit)"
    switch target {
    case .atLeast, .atMost: return "\(subject) by \(amount)\(unit) or more"
    case .moreThan, .lessThan: return "\(subject) by more than \(amount)\(unit)"
    }
  }

  /// The die area at which `target` holds for the density: area = TPP / threshold.
  private func area(for target: Comparison) -> String? {
    guard quantity == .performanceDensity, let tpp, tpp > 0, threshold > 0 else { return nil }
    let areaMM2 = tpp / threshold
    return switch target {
    case .atLeast: "at most \(Wording.number(areaMM2, .down)) mm²"
    case .moreThan: "less than \(Wording.number(areaMM2, .down)) mm²"
    case .atMost: "at least \(Wording.number(areaMM2, .up)) mm²"
    case .lessThan: "more than \(Wording.number(areaMM2, .up)) mm²"
    }
  }

  private func measure(_ value: Double) -> String {
    quantity == .tpp ? Wording.number(value) : "\(Wording.number(value)) \(unit)"
  }
}
