import Measurement

/// Whether a row of a device is one that a device can have: its kind, what was tried before, and by what it was checked.
struct DeviceRowConsistency {
  private let row: MeasurementRow
  private let path: String
  private let device: DeviceMeasurement
  private let seed: UInt64

  /// - Parameter path: of the row in the file.
  init(_ row: MeasurementRow, at path: String, of device: DeviceMeasurement, seed: UInt64) {
    self.row = row
    self.path = path
    self.device = device
    self.seed = seed
  }

  var firstProblem: JSONDifference? { kindProblem ?? triedProblem ?? checkProblem }

  private var kindProblem: JSONDifference? {
    if row.threads != nil { return problem(".threads", "a number", "null: a device has none") }
    let ceilings = (row.visits + row.rivals.flatMap(\.visits)).compactMap(\.ceilingTops)
    if row.ceiling != nil || !ceilings.isEmpty {
      return problem(".ceiling", "a rate", "null: no ceiling of a device is measured")
    }
    guard let variant = row.variant else {
      return row.topsBest == nil && row.visits.isEmpty && row.rivals.isEmpty
        ? nil : problem(".variant", "null", "the kind of product that was visited")
    }
    if variant.precision != row.precision {
      return problem(".variant.precision", variant.precision.rawValue, row.precision.rawValue)
    }
    if let provider = row.provider, provider != device.worker {
      return problem(".provider", "'\(provider.printable)'", "'\(device.worker.printable)', its worker")
    }
    return nil
  }

  /// What is visited did best in the search.
  private var triedProblem: JSONDifference? {
    var visited: [(place: String, kernel: String, shape: GEMMShape?)] = row.rivals.enumerated().map {
      (".rivals[\($0)].kernel", $1.kernel, $1.shape)
    }
    if let kernel = row.kernel, let variant = row.variant {
      visited.insert((".kernel", variant.candidate(kernel: kernel), row.shape), at: 0)
    }
    for contender in visited
    where !row.candidates.contains(where: {
      $0.kernel == contender.kernel && $0.shape == contender.shape && $0.tops != nil
    }) {
      return problem(
        contender.place, "'\(contender.kernel.printable)'", "one of the candidates that the search tried")
    }
    return nil
  }

  /// A check was held against no more than rounding explains, and passed if it says so.
  private var checkProblem: JSONDifference? {
    let checks = [(".check", row.check), (".deviceCheck", row.deviceCheck)]
    guard row.topsBest != nil, let largest = row.largestBound(seed: seed) else { return nil }
    for (place, check) in checks {
      guard let check else { continue }
      if !(check.bound >= 0 && check.bound <= largest) {
        return problem(place + ".bound", "\(check.bound)", "at most \(largest), which rounding explains")
      }
      if check.passed, !(check.residual.map { $0 >= 0 && $0 <= check.bound } ?? false) {
        return problem(
          place + ".residual", check.residual.map { "\($0)" } ?? "null",
          "at most the bound of \(check.bound), since it passed")
      }
    }
    return nil
  }

  private func problem(_ place: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path + place, recorded: recorded, derived: derived)
  }
}
