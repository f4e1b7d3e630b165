import ChipDB
import Measurement
import Rating

/// What was measured at one precision beside what is declared, and what the data say of the difference.
public struct DeclaredDifference: Encodable, Sendable {
  public let precision: Precision
  public let demonstratedTops: Double
  /// Scaled to the part that was measured.
  public let declaredTops: Double
  /// Demonstrated over declared.
  public let share: Double
  /// What was seen, and what others have reached: nothing here is inferred beyond them.
  public let findings: [String]

  /// - Returns: `nil` where nothing is declared.
  init?(
    _ row: PerformanceRating.Row, of rated: RatedPart, _ declared: PerformanceRating,
    _ database: ChipDatabase
  ) {
    guard let chip = rated.chip, let partShare = rated.part.share,
      let peak = declared.rows.first(where: { $0.precision == row.precision })
    else { return nil }
    precision = row.precision
    demonstratedTops = row.tops
    declaredTops = peak.tops
    share = row.tops / peak.tops
    findings =
      Self.efficiency(share, row.precision, chip, partShare, database)
      + (share > 1 + database.materialDifference
        ? [
          "above what is declared: that is stated at a lower clock than ran, or is not the highest that the maker claims"
        ]
        : rated.telemetry.flatMap { Self.conditions($0, chip, partShare, database) })
  }

  /// What products of others have reached, of this chip or of any.
  private static func efficiency(
    _ share: Double, _ precision: Precision, _ chip: Chip, _ partShare: Double, _ database: ChipDatabase
  ) -> [String] {
    let published = database.efficiencies
    let range = database.publishedEfficiencies
    let any =
      "published matrix products reach \(NumberFormat.percent(range.lowerBound)) to "
      + "\(NumberFormat.percent(range.upperBound)) of a true peak; of the \(published.entries.count) in the database "
      + "\(published.below(share)) lie lower"
    guard let others = chip.bestMeasured(precision, quantities: [.gemm]),
      let declared = chip.declared(precision)
    else { return [any] }
    let reached = others.tops.value / declared.value
    return [
      "others have measured \(NumberFormat.number(others.tops.value)) TOP/s of the whole chip, "
        + "\(NumberFormat.percent(reached)) of what is declared (\(others.tops.source), \(others.tops.grade.rawValue)"
        + (others.conditions.isEmpty ? "" : "; \(others.conditions)") + ")", any,
    ]
  }

  /// What power, clock and the device's own reasons say. A reading below a limit is left to speak for itself.
  private static func conditions(
    _ telemetry: TelemetrySummary, _ chip: Chip, _ partShare: Double, _ database: ChipDatabase
  ) -> [String] {
    let told = TelemetryRecord(telemetry)
    var findings: [String] = []
    if let watts = told.highestWatts, let limit = told.limitWatts, limit > 0 {
      findings.append(
        "the power reached \(NumberFormat.number(watts, digits: 3)) W, \(NumberFormat.percent(watts / limit)) of the "
          + "\(NumberFormat.number(limit, digits: 3)) W that the device is allowed")
    }
    if partShare == 1, let limit = told.limitWatts, let rated = chip.tdpWatts,
      limit < rated.value * (1 - database.materialDifference)
    {
      findings.append(
        "the device is allowed \(NumberFormat.percent(limit / rated.value)) of the chip's rated power of "
          + "\(NumberFormat.number(rated.value, digits: 3)) W (\(rated.source), \(rated.grade.rawValue))")
    }
    findings += told.throttle.map {
      "the device lowered its clock for \($0.reason) in \(NumberFormat.percent($0.share)) of the readings"
    }
    if let clock = told.clock {
      findings.append(
        "the median clock was \(clock); at which clock the declared rate holds is not in the database")
    }
    if findings.isEmpty {
      findings.append(
        "power and clock are not known: \(told.reason ?? "the worker tells nothing of them")")
    }
    return findings
  }
}
