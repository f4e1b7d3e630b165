import Measurement

/// Whether the samples and visits of one row fit together.
struct RowConsistency {
  private let row: MeasurementRow
  private let path: String
  private let plan: SamplingPlan
  private let operands: [OperandDistribution]
  private let interrupted: Bool
  /// Of the run on the host's processor; `nil` on a device.
  private let threads: Int?

  /// - Parameter path: of the row in the file.
  init(_ row: MeasurementRow, at path: String, of result: MeasurementResult) {
    self.row = row
    self.path = path
    plan = result.plan
    operands = result.operands
    interrupted = result.interrupted
    threads = result.threads
  }

  /// - Parameter path: of the row in the file.
  init(_ row: MeasurementRow, at path: String, of result: DevicesResult) {
    self.row = row
    self.path = path
    plan = result.plan
    operands = result.operands
    interrupted = result.interrupted
    threads = nil
  }

  var firstProblem: JSONDifference? {
    threadsProblem ?? numbersProblem ?? seriesProblem(row.visits, row.samples, path)
      ?? row.rivals.enumerated().lazy.compactMap {
        seriesProblem($1.visits, $1.samples, "\(path).rivals[\($0)]")
      }
      .first ?? checkProblem ?? sustainedProblem
  }

  private var threadsProblem: JSONDifference? {
    if let threads, let own = row.threads, own > threads {
      return problem(".threads", "\(own)", "at most \(threads), as the run had")
    }
    // A row of a device has no processor that it must be native to.
    if threads != nil && row.variant != nil {
      return problem(".variant", "a kind of product", "null on the host's processor")
    }
    if let own = row.operands, !operands.contains(own) {
      return problem(".operands", own.rawValue, "one that the run had")
    }
    return nil
  }

  /// Visits are numbered over all products of a row, so that none can be taken away.
  private var numbersProblem: JSONDifference? {
    let numbers = (row.visits + row.rivals.flatMap(\.visits)).map(\.number).sorted()
    let expected = Array(1...max(1, numbers.count)).prefix(numbers.count)
    guard let place = zip(numbers, expected).first(where: { $0 != $1 }) else { return nil }
    return problem(
      ".visits", "a visit \(place.0)", "a visit \(place.1): each has a number, and none is left out")
  }

  /// Samples belong to visits, those are in order, and every figure is one.
  private func seriesProblem(_ visits: [Visit], _ samples: [Sample], _ path: String) -> JSONDifference? {
    func problem(_ place: String, _ recorded: String, _ derived: String) -> JSONDifference {
      JSONDifference(
        file: BundleName.measurement, path: path + place, recorded: recorded, derived: derived)
    }
    let known = Set(visits.map(\.number)).union([0])
    for (index, sample) in samples.enumerated() {
      if !(sample.seconds > 0 && sample.seconds.isFinite) {
        return problem(".samples[\(index)].seconds", "\(sample.seconds)", "a time above 0")
      }
      if !known.contains(sample.visit) {
        return problem(".samples[\(index)].visit", "\(sample.visit)", "one of the visits that are there")
      }
    }
    for (index, visit) in visits.enumerated() {
      let figures =
        [visit.startSeconds, visit.ceilingTops, visit.coreLatencyNs, visit.foreignShare, visit.stealShare]
        .compactMap { $0 } + visit.clocksGHz
      if !figures.allSatisfy({ $0.isFinite && $0 >= 0 }) {
        return problem(".visits[\(index)]", "a figure that is none", "finite figures from 0 on")
      }
      let earlier = index > 0 ? visits[index - 1] : nil
      if let earlier, earlier.number >= visit.number || earlier.startSeconds >= visit.startSeconds {
        return problem(".visits[\(index)]", "a visit before the one before it", "visits in order")
      }
    }
    return nil
  }

  /// Every sample's product was checked, or of the products that a device computed for it the last ones.
  private var checkProblem: JSONDifference? {
    guard row.topsBest != nil, let check = row.check, check.products < row.samples.count
    else { return nil }
    return problem(
      ".check.products", "\(check.products)",
      "at least \(row.samples.count), since every \(threads == nil ? "burst" : "timed product") is checked")
  }

  private var sustainedProblem: JSONDifference? {
    guard let sustained = row.sustained else { return nil }
    if plan.sustainedSeconds == 0 {
      return problem(".sustained", "a rate", "null: the \(plan.tier) tier has none")
    }
    if !interrupted && sustained.seconds < plan.sustainedSeconds {
      return problem(".sustained.seconds", "\(sustained.seconds)", "at least \(plan.sustainedSeconds)")
    }
    return nil
  }

  private func problem(_ place: String, _ recorded: String, _ derived: String) -> JSONDifference {
    JSONDifference(file: BundleName.measurement, path: path + place, recorded: recorded, derived: derived)
  }
}
