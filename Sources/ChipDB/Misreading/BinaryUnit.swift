/// The ratio of a binary prefix to the decimal one (IEC 80000-13): 1024 over 1000 to a power.
enum BinaryUnit: Int, CaseIterable, Sendable {
  case kibi = 1
  case mebi, gibi

  /// 1.024, 1.048576, 1.073741824.
  var ratio: Double { (0..<rawValue).reduce(1) { product, _ in product * 1.024 } }

  /// "GiB for GB".
  var label: String {
    switch self {
    case .kibi: "KiB for KB"
    case .mebi: "MiB for MB"
    case .gibi: "GiB for GB"
    }
  }

  /// Two figures in binary and decimal units agree to the digits that a table prints.
  static let tolerance = 0.001

  /// The unit whose ratio the greater of two figures has to the smaller; `nil` where none fits.
  static func between(_ a: Double, _ b: Double) -> BinaryUnit? {
    let ratio = max(a, b) / min(a, b)
    return allCases.first { (ratio / $0.ratio - 1).magnitude <= tolerance }
  }

  static func candidates(from truth: SourcedValue) -> [MisreadingCandidate] {
    allCases.flatMap { unit in
      [truth.value * unit.ratio, truth.value / unit.ratio].map { expected in
        MisreadingCandidate(
          kind: .unit, expected: expected, origin: truth,
          working: "\(Figure(truth.value)) \(truth.unit) with \(unit.label), a factor of "
            + "\(Figure(unit.ratio))", tolerance: tolerance)
      }
    }
  }
}
