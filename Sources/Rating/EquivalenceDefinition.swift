/// A named way to express a chip in units of a reference chip, such as an H100.
///
/// There is no bare "H100-equivalent": published definitions differ by more than the chips' error
/// bars, so a value always carries the id of its definition.
public struct EquivalenceDefinition: Codable, Hashable, Sendable {
  /// The figure that is divided by the constant.
  public enum Basis: String, Codable, CaseIterable, Sendable {
    case tpp
    case denseTops = "dense-tops"
    case memoryBandwidth = "memory-bandwidth"
  }

  public let id: String
  public let name: String
  public let basis: Basis
  /// For `denseTops`: the precisions of which the fastest counts. Empty otherwise.
  public let precisions: [Precision]
  /// The reference chip's figure, in `unit`.
  public let constant: Double
  /// TPP, TOP/s or GB/s.
  public let unit: String
  /// The reference chip, by its id.
  public let reference: String
  /// The id of the source of the constant.
  public let source: String

  public init(
    id: String, name: String, basis: Basis, precisions: [Precision], constant: Double, unit: String,
    reference: String, source: String
  ) {
    self.id = id
    self.name = name
    self.basis = basis
    self.precisions = precisions
    self.constant = constant
    self.unit = unit
    self.reference = reference
    self.source = source
  }

  /// How many reference chips the rated item is worth under this definition.
  /// - Parameters:
  ///   - rating: the item's rating on one kind of evidence.
  ///   - memoryBandwidthGBps: its memory bandwidth in GB/s, if known.
  public func equivalent(of rating: PerformanceRating, memoryBandwidthGBps: Double?) -> Equivalent {
    switch basis {
    case .tpp:
      Equivalent(self, operand: rating.tpp, missing: "no throughput is known")
    case .denseTops:
      Equivalent(
        self, operand: rating.bestTops(among: precisions)?.tops,
        missing: "no \(precisions.map(\.label).joined(separator: ", ")) throughput is known")
    case .memoryBandwidth:
      Equivalent(self, operand: memoryBandwidthGBps, missing: "memory bandwidth is not known")
    }
  }
}

/// A value in reference chips under one definition, or the reason why there is none.
public struct Equivalent: Codable, Equatable, Sendable {
  /// The id of the definition.
  public let definition: String
  /// The ratio item / reference; `nil` when the item's figure is unknown.
  public let value: Double?
  /// The item's figure, in the definition's unit.
  public let operand: Double?
  /// Why `value` is absent.
  public let reason: String?

  init(_ definition: EquivalenceDefinition, operand: Double?, missing reason: String) {
    self.definition = definition.id
    self.operand = operand
    value = operand.map { $0 / definition.constant }
    self.reason = operand == nil ? reason : nil
  }
}
