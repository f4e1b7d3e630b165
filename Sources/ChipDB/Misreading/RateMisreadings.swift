import Rating

/// The ways in which a rate at one precision may be wrong.
struct RateMisreadings {
  let engine: MisreadingEngine
  let chip: Chip
  let precision: Precision

  /// The chip's own rate; that of the matrix units where it is known.
  var truth: SourcedValue? { chip.declared(precision) }

  var unit: String { "TOP/s at \(precision.label)" }

  func candidates(for value: Double) -> [MisreadingCandidate] {
    sparse + vector + parts + factors + otherPrecisions + clocks + otherChips(value)
  }

  private var name: String { chip.name }

  private var sparse: [MisreadingCandidate] {
    let sellsSparse = chip.throughputs.contains { $0.sparseFactor != nil }
    return precision.neighbours.flatMap { neighbour -> [MisreadingCandidate] in
      guard let dense = chip.declared(neighbour) else { return [] }
      let distance = neighbour == precision ? 0 : 1.2
      let sold = chip.sparseFactors(neighbour)
      let factors = sold.isEmpty ? [Self.structuredSparsity] : sold
      return factors.filter { isPlausible(dense.value * $0, distance) }.map { factor in
        let working =
          "\(Figure(factor)) × \(Figure(dense.value)), the dense \(neighbour.label) rate of the \(name): "
          + (sold.isEmpty
            ? "a sparse rate would be that, none is in the database" : "its sparse \(neighbour.label) rate")
        return MisreadingCandidate(
          kind: .sparse, expected: dense.value * factor, origin: dense, working: working,
          doubt: distance + (sold.isEmpty ? (sellsSparse ? 1 : 2) : 0))
      }
    }
  }

  /// A sparse rate of a neighbour explains only what is too high.
  private func isPlausible(_ expected: Double, _ distance: Double) -> Bool {
    distance == 0 || truth.map { expected > $0.value } ?? true
  }

  /// 2:4 structured sparsity skips half the multiplies (NVIDIA A100 whitepaper, "fine-grained structured sparsity").
  static let structuredSparsity = 2.0

  private var vector: [MisreadingCandidate] {
    chip.vectorRates(precision).filter { rate in
      truth.map { rate.value.value * rate.factor < $0.value } ?? true
    }.map { rate in
      MisreadingCandidate(
        kind: .vector, expected: rate.value.value * rate.factor, origin: rate.value,
        working: rate.working(of: name), doubt: rate.doubt, tolerance: rate.tolerance)
    }
  }

  /// One of several dies or cores, and the package multiplied by its dies.
  private var parts: [MisreadingCandidate] {
    truth.map { chip.parts(of: $0) } ?? []
  }

  private var factors: [MisreadingCandidate] {
    guard let truth else { return [] }
    let own = "\(Figure(truth.value)), the dense rate of the \(name)"
    return [
      .init(
        kind: .doubled, expected: truth.value * 2, origin: truth,
        working: "2 × \(own): a multiply-accumulate is two operations already", doubt: 3),
      .init(
        kind: .halved, expected: truth.value / 2, origin: truth,
        working:
          "half of \(own): multiply-accumulates for operations, a dense rate halved as if it were sparse, "
          + "or a slower mode of accumulation", doubt: chip.halvingDoubt),
      .init(
        kind: .unit, expected: truth.value * 1000, origin: truth,
        working: "1,000 × \(own): GFLOP/s for TFLOP/s", doubt: 1),
      .init(
        kind: .unit, expected: truth.value / 1000, origin: truth,
        working: "a thousandth of \(own): PFLOP/s for TFLOP/s", doubt: 1),
    ]
  }

  /// The chip's own rate at another width.
  private var otherPrecisions: [MisreadingCandidate] {
    let width = precision.bitLength(engine.tf32Reading)
    let others = Precision.allCases.filter { $0.bitLength(engine.tf32Reading) != width || $0 == .tf32 }
    return others.filter { $0 != precision }.compactMap { other in
      guard let rate = chip.declared(other) else { return nil }
      return MisreadingCandidate(
        kind: .bitLength, expected: rate.value, origin: rate,
        working: "the \(other.label) rate of the \(name)", doubt: 2)
    }
  }

  private var clocks: [MisreadingCandidate] {
    guard let truth, let cpu = chip.cpu, let base = cpu.baseGHz, let boost = cpu.boostGHz, boost > base
    else { return [] }
    return [(base, boost), (boost, base)].map { counted, other in
      MisreadingCandidate(
        kind: .clock, expected: truth.value * counted / other, origin: truth,
        working: "\(Figure(truth.value)) × \(Figure(counted)) / \(Figure(other)) GHz: the "
          + "\(counted == base ? "base" : "boost") clock for the \(counted == base ? "boost" : "base") clock",
        doubt: 1.5)
    }
  }

  private func otherChips(_ value: Double) -> [MisreadingCandidate] {
    let others = OtherChips(chip: chip, among: engine.database.chips)
    func rows(_ other: Chip) -> [Chip.PublishedThroughput] {
      other.throughputs.filter { $0.precision == precision }
    }
    return others.candidates(copying: value, as: .otherChip, truth: truth) { other in
      rows(other).filter { $0.unit == .matrix }.map { ($0.tops, 1, "the \(precision.label) rate") }
    }
      + others.candidates(copying: value, as: .vector, truth: truth) { other in
        rows(other).filter { $0.unit == .vector }.map {
          ($0.tops, 1, "the \(precision.label) rate of the vector units")
        }
      }
      + others.candidates(copying: value, as: .sparse, truth: truth) { other in
        rows(other).compactMap { row in
          row.sparseFactor.map { (row.tops, $0, "the sparse \(precision.label) rate") }
        }
      }
  }
}

extension Precision {
  /// The precisions whose rates tables confuse with this one's: those of the same width, and TF32 with FP32.
  var neighbours: [Precision] {
    let groups: [[Precision]] = [
      [.fp32, .tf32], [.fp16, .bf16], [.fp8e4m3, .fp8e5m2, .int8], [.fp4, .int4],
    ]
    let group = groups.first { $0.contains(self) } ?? []
    return [self] + group.filter { $0 != self }
  }
}
