import Rating

/// A chip whose INT8 rate is far below its FP8 rate, as of Blackwell Ultra: counted by INT8 it seems a fraction of what it
/// is to work in 8 bits.
///
/// A published table of clusters counts a GB300 by its 165 INT8 TOP/s beside others by FP8, and halves the sum (Epoch AI,
/// GPU Clusters data, row of Prometheus).
public struct CutDownInteger: Equatable, Sendable {
  public let int8: SourcedValue
  public let fp8: SourcedValue

  public var ratio: Double { fp8.value / int8.value }

  /// - Returns: `nil` where both rates are alike, or one is unknown.
  init?(_ chip: Chip) {
    let rates = [Precision.fp8e4m3, .fp8e5m2].compactMap { chip.declaredRate($0, on: .matrix) }
    guard let fp8 = rates.max(by: { $0.value < $1.value }), let int8 = chip.declaredRate(.int8, on: .matrix),
      fp8.value >= SameWidthCheck.cutDown * int8.value
    else { return nil }
    self.int8 = int8
    self.fp8 = fp8
  }
}

extension Conversion {
  /// The chips that were counted by an INT8 rate far below their FP8 rate.
  public var cutDownIntegers: [(chip: Chip, rates: CutDownInteger)] {
    guard measures.contains(.tops([.int8])) else { return [] }
    return chips.compactMap { chip in CutDownInteger(chip).map { (chip, $0) } }
  }

  /// The ridge points of the chips, in operations a byte, where the roofline is the measure.
  public var ridges: [(chip: Chip, ridge: BoundedValue)] {
    for case .attainable(let precisions, _) in measures {
      return chips.compactMap { chip in chip.roofline(precisions).map { (chip, $0.ridge) } }
    }
    return []
  }
}
