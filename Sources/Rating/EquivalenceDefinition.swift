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
    case memoryCapacity = "memory-capacity"
    /// The rate to other chips over all links.
    case interconnect
    /// What is attainable at an intensity: the one phase of the definition.
    case roofline
    /// Several phases, weighted with the reference chip's time.
    case mixed

    /// The unit of the constant.
    public var unit: String {
      switch self {
      case .tpp: "TPP"
      case .denseTops, .roofline: "TOP/s"
      case .memoryBandwidth, .interconnect: "GB/s"
      case .memoryCapacity: "GB"
      case .mixed: "reference chips"
      }
    }

    /// Whether it is made of phases that other definitions bound.
    public var isComposed: Bool { self == .roofline || self == .mixed }
  }

  public let id: String
  public let name: String
  public let basis: Basis
  /// For `denseTops`: the precisions of which the fastest counts. Empty otherwise.
  public let precisions: [Precision]
  /// For `roofline` one, for `mixed` several, whose shares add up to 1. Empty otherwise.
  public let phases: [WorkloadPhase]
  /// The reference chip's figure, in `unit`.
  public let constant: Double
  /// TPP, TOP/s, GB/s, GB or reference chips.
  public let unit: String
  /// The reference chip, by its id.
  public let reference: String
  /// The id of the source of the constant; of a composed definition, of its form and of the constants that go in, with
  /// "; " between them.
  public let source: String

  public init(
    id: String, name: String, basis: Basis, precisions: [Precision], constant: Double, unit: String,
    reference: String, source: String
  ) {
    self.id = id
    self.name = name
    self.basis = basis
    self.precisions = precisions
    phases = []
    self.constant = constant
    self.unit = unit
    self.reference = reference
    self.source = source
  }

  /// A definition made of phases: `roofline` with one, `mixed` with more.
  ///
  /// The constant of `roofline` is what the reference chip attains, in TOP/s; that of `mixed` is one reference chip. The
  /// sources of the constants that bound the phases join the definition's own.
  /// - Parameter source: the id of the source of the form; of several, the ids with "; " between them.
  public init(id: String, name: String, phases: [WorkloadPhase], reference: String, source: String) {
    self.id = id
    self.name = name
    basis = phases.count == 1 ? .roofline : .mixed
    precisions = []
    self.phases = phases
    constant = phases.count == 1 ? phases[0].referenceFigure : 1
    unit = basis.unit
    self.reference = reference
    self.source = phases.flatMap(\.sources).reduce(into: [source]) { sources, other in
      if !sources.contains(other) { sources.append(other) }
    }.joined(separator: "; ")
  }

  /// The item's figure that this definition divides, in its unit.
  ///
  /// Of `mixed` it is E = 1 / Σ φ × P_ref / P_item over the phases, φ the share of the reference chip's time: the harmonic
  /// mean, since times add up and rates do not. It rises with every figure, so that the lowest give the lower end.
  /// - Throws: `MissingFigure` that names what is not known.
  public func operand(of item: EquivalenceFigures) throws(MissingFigure) -> BoundedValue {
    func known(_ figure: BoundedValue?, _ name: String) throws(MissingFigure) -> BoundedValue {
      guard let figure else { throw MissingFigure("\(name) is not known") }
      return figure
    }
    switch basis {
    case .tpp:
      guard let tpp = item.rating.tpp else { throw MissingFigure("no throughput is known") }
      return tpp
    case .denseTops:
      guard let tops = item.rating.bestTops(among: precisions) else {
        throw MissingFigure("no \(precisions.map(\.label).joined(separator: ", ")) throughput is known")
      }
      return tops
    case .memoryBandwidth: return try known(item.memoryBandwidthGBps, "memory bandwidth")
    case .memoryCapacity: return try known(item.memoryCapacityGB, "memory capacity")
    case .interconnect: return try known(item.aggregateIOGBps, "the rate to other chips")
    case .roofline: return try phases[0].figure(of: item)
    case .mixed:
      let times = try MissingFigure.all(phases) { phase throws(MissingFigure) in
        do throws(MissingFigure) { return BoundedValue(phase.share) / (try phase.ratio(of: item)) } catch {
          throw MissingFigure("\(phase.name): \(error)")
        }
      }
      return BoundedValue(1) / times.dropFirst().reduce(times[0], +)
    }
  }

  /// How many reference chips the item is worth under this definition, or the reason why it cannot be said.
  public func equivalent(of item: EquivalenceFigures) -> BoundedEquivalent {
    do throws(MissingFigure) {
      return BoundedEquivalent(
        self, operand: try operand(of: item),
        phases: phases.compactMap { phase in
          (try? phase.ratio(of: item)).map { .init(name: phase.name, share: phase.share, ratio: $0) }
        })
    } catch {
      return BoundedEquivalent(self, missing: error)
    }
  }
}
