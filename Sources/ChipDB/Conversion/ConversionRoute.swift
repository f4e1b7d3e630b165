import Rating

/// By which figures a quantity gets from one unit to another.
struct ConversionRoute: Equatable {
  /// The figure in which the source is measured, and that in which the target is; `nil` from a chip to itself.
  let source: ConversionMeasure?
  let target: ConversionMeasure?
  /// The chip between them, where they differ.
  let via: Chip?

  var measures: [ConversionMeasure] {
    let both = [source, target].compactMap { $0 }
    return both.count == 2 && both[0] == both[1] ? [both[0]] : both
  }

  /// - Throws: `ChipDBError.badQuestion` where a measure or a chip is missing, or one is given that plays no part.
  init(
    from: ConversionUnit, to: ConversionUnit, by: ConversionMeasure?, via: Chip?, facilityFactor: Double?
  ) throws(ChipDBError) {
    if facilityFactor != nil, from != .megawatt, to != .megawatt {
      throw .badQuestion("--facility-factor plays no part: neither side is in MW; leave it out")
    }
    switch (from.measure, to.measure) {
    case (nil, nil):
      guard let by else {
        throw .badQuestion(
          "from one chip to another depends on what is compared: give --by, one of "
            + ConversionMeasure.keys.joined(separator: ", "))
      }
      source = from == to ? nil : by
      target = source
    case (let fixed?, nil), (nil, let fixed?):
      try Self.check(by, agreesWith: [fixed])
      source = fixed
      target = fixed
    case (let first?, let second?):
      try Self.check(by, agreesWith: [first, second])
      source = first
      target = second
    }
    guard source != target else {
      if via != nil {
        throw .badQuestion(
          "--of plays no part: both sides measure the same, \(source?.label ?? "chips"); leave it out")
      }
      self.via = nil
      return
    }
    guard let via else {
      throw .badQuestion(
        "\(source?.label ?? "") and \(target?.label ?? "") stand in a ratio that differs from chip to chip: name the chip "
          + "with --of, such as --of h100-sxm")
    }
    self.via = via
  }

  private static func check(
    _ by: ConversionMeasure?, agreesWith fixed: [ConversionMeasure]
  ) throws(ChipDBError) {
    guard let by, !fixed.contains(by) else { return }
    throw .badQuestion(
      "the measure \(by.label) contradicts a unit that is measured by "
        + "\(fixed.map(\.label).joined(separator: " and ")): leave --by or --mix out, or convert from chip to chip"
    )
  }
}
