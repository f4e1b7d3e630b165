import Rating

extension Chip {
  /// The dense rate of one kind of unit, with the values that disagree.
  func declaredRate(_ precision: Precision, on unit: ComputeUnit) -> SourcedValue? {
    SourcedValue.chosen(
      from: throughputs.filter { $0.precision == precision && $0.unit == unit }.map(\.tops))
  }

  /// By how much its sparse rates exceed the dense ones at a precision, each once.
  func sparseFactors(_ precision: Precision) -> [Double] {
    throughputs.filter { $0.precision == precision }.compactMap(\.sparseFactor).uniqued.sorted(by: >)
  }

  /// How many equal compute dies the package holds; 1 where the database knows of no more.
  public var computeDies: Int {
    dies.filter { $0.role == .logic }.map(\.count).max() ?? 1
  }

  /// What a rate, a TPP or a density of the chip becomes for one die or core, and for the package times its dies.
  func parts(of truth: SourcedValue) -> [MisreadingCandidate] {
    let known = computeDies
    let whole = "\(Figure(truth.value)) \(truth.unit), the figure of the whole \(name)"
    let dies =
      known > 1
      ? [
        MisreadingCandidate(
          kind: .perDie, expected: truth.value / Double(known), origin: truth,
          working: "one of \(known) equal dies: 1/\(known) of \(whole)", doubt: 0.5,
          tolerance: MisreadingCandidate.clockTolerance),
        MisreadingCandidate(
          kind: .perPackage, expected: truth.value * Double(known), origin: truth,
          working: "\(known) × \(whole), which counts its \(known) dies already", doubt: 1),
      ] : []
    // Accelerators are sold as packages of two, four or eight cores that software addresses one by one.
    return dies
      + [2, 4, 8].filter { $0 != known }.map { share in
        MisreadingCandidate(
          kind: .perDie, expected: truth.value / Double(share), origin: truth,
          working: "1/\(share) of \(whole), as 1 of \(share) dies or cores would be",
          doubt: isManyCored ? 1.5 : 4, tolerance: MisreadingCandidate.partTolerance)
      }
  }

  /// How far-fetched it is that half a figure is anything but one of two dies or cores.
  var halvingDoubt: Double { computeDies > 1 || isManyCored ? 3 : 2 }

  private var isManyCored: Bool { [.npu, .tpu, .asic].contains(kind) }

  /// A rate of the vector units, or one that follows from their FP32 rate.
  struct VectorRate {
    let precision: Precision
    let value: SourcedValue
    let factor: Double
    let doubt: Double
    let tolerance: Double

    /// How it comes about, of a chip with a name.
    func working(of name: String) -> String {
      factor == 1
        ? "the \(precision.label) rate of the vector units of the \(name)"
        : "\(Figure(factor)) × \(Figure(value.value)), a multiple of the \(precision.label) rate of the vector "
          + "units of the \(name), not the rate of its matrix units"
    }
  }

  /// The rates of the vector units that a table may give for one precision.
  ///
  /// Vector units run 16 bits at 1, 2 or 4 times their FP32 rate, as TechPowerUp's GPU database prints them.
  func vectorRates(_ precision: Precision) -> [VectorRate] {
    let own = declaredRate(precision, on: .vector).map {
      VectorRate(
        precision: precision, value: $0, factor: 1, doubt: 1, tolerance: MisreadingCandidate.cardTolerance)
    }
    guard precision.bitLength(.container32) <= 16, let single = declaredRate(.fp32, on: .vector) else {
      return own.map { [$0] } ?? []
    }
    return (own.map { [$0] } ?? [])
      + [1.0, 2, 4].map {
        VectorRate(
          precision: .fp32, value: single, factor: $0, doubt: 2,
          tolerance: MisreadingCandidate.cardTolerance)
      }
  }
}
