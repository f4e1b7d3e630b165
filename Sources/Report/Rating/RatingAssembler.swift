import ChipDB
import Measurement
import Rating
import Rulebook

/// Puts a measurement, the chip database and the rulebook together into a rating.
public struct RatingAssembler {
  /// What the user may choose; each choice is named in the report.
  public struct Choices: Sendable {
    public var tf32Reading: TF32Reading
    /// The id of the equivalence definition for headline figures.
    public var equivalence: String
    /// Claimed dense TOP/s of the measured cores, or of each measured device, by precision.
    public var claims: [Precision: Double]
    /// The training run that lines for training are put in hosts by; `nil` leaves those lines out.
    public var training: Training?
    /// The date whose rules are compared.
    public var date: CalendarDate

    public init(
      tf32Reading: TF32Reading, equivalence: String, claims: [Precision: Double], training: Training?,
      date: CalendarDate
    ) {
      self.tf32Reading = tf32Reading
      self.equivalence = equivalence
      self.claims = claims
      self.training = training
      self.date = date
    }

    /// A training run as the user takes it to go; neither figure has a default.
    public struct Training: Sendable {
      /// Model FLOP/s utilisation, above 0 and up to 1.
      public var utilisation: Double
      public var days: Double

      public init(utilisation: Double, days: Double) {
        self.utilisation = utilisation
        self.days = days
      }
    }
  }

  let circumstances: RunCircumstances
  let measurement: MeasurementResult
  let database: ChipDatabase
  let rulebook: Rulebook
  let choices: Choices

  public init(
    circumstances: RunCircumstances, measurement: MeasurementResult, database: ChipDatabase,
    rulebook: Rulebook, choices: Choices
  ) {
    self.circumstances = circumstances
    self.measurement = measurement
    self.database = database
    self.rulebook = rulebook
    self.choices = choices
  }

  /// Puts a measurement on this host together, where and with what it was made read now.
  public init(
    host: HostDescription, catalogue: ProviderCatalogue, measurement: MeasurementResult,
    database: ChipDatabase, rulebook: Rulebook, choices: Choices
  ) {
    self.init(
      circumstances: RunCircumstances(host, catalogue), measurement: measurement, database: database,
      rulebook: rulebook, choices: choices)
  }

  private var host: HostDescription { circumstances.host }

  /// The cores that did the measured work: threads beyond one a core share its units.
  var measuredCores: Int { min(measurement.threads, host.topology.visibleCores) }

  /// Makes the report.
  /// - Parameters:
  ///   - command: the command line.
  ///   - generated: ISO 8601 in UTC.
  ///   - appliesRules: whether a run that broke a run rule has no headline figure; `false` for reports from before there
  ///     were any.
  public func report(
    command: [String], generated: String, tool: RatingReport.Tool, appliesRules: Bool = true
  ) -> RatingReport {
    let identification = HostIdentification(host: host, database: database)
    let reading = choices.tf32Reading
    let demonstrated = PerformanceRating(
      measurement.throughputs, evidence: .demonstrated, tf32Reading: reading)
    let derived = PerformanceRating(
      identification.derivedThroughputs(cores: measuredCores, clockGHz: measurement.highestClockGHz),
      evidence: .derived, tf32Reading: reading)
    let check = HostCheck(self, identification, derived: derived).summary
    let plausibility = Plausibility(
      [PlausibilitySubject(measurement, identification, claims: check.claims, in: database)],
      PlausibilityRun(measurement, circumstances.environment, generated: generated))
    let rules =
      appliesRules ? RunRules(measurement, circumstances, findings: plausibility.findings) : nil
    let quoted = rules?.areMet == false ? demonstrated.withoutRows : demonstrated
    return RatingReport(
      schemaVersion: RatingReport.schemaVersion, tool: tool, generated: generated, command: command,
      partial: measurement.interrupted,
      host: identification.summary(
        libraries: circumstances.libraries, missing: circumstances.missingLibraries),
      run: RunRecord(measurement, circumstances), rules: rules,
      measurements: measurement.rows,
      rating: ratings(identification, demonstrated, derived, isQuotable: rules?.areMet != false),
      equivalents: ItemEquivalent.all(
        of: quoted, memoryBandwidthGBps: measurement.memory?.bestGBps, in: database,
        chosen: choices.equivalence, objection: rules?.objection),
      check: check.withheld(by: rules),
      thresholds: ItemThresholds(
        rulebook: rulebook, choices: choices, item: "this host", demonstrated: quoted, peak: derived
      ).findings.map(RatingReport.ThresholdComparison.init),
      findings: plausibility.findings, plausibility: plausibility.checks,
      sources: sources(identification),
      warnings: MeasurementWarnings(measurement).lines + plausibility.findings.warnings,
      notes: notes)
  }

  private func ratings(
    _ identification: HostIdentification, _ demonstrated: PerformanceRating, _ derived: PerformanceRating,
    isQuotable: Bool
  ) -> RatingReport.Ratings {
    let cores = measuredCores
    let reading = choices.tf32Reading
    let declared = identification.chip?.rating(tf32Reading: reading)
    let derivedByPrecision = Dictionary(uniqueKeysWithValues: derived.rows.map { ($0.precision, $0.tops) })
    let efficiency = demonstrated.rows.compactMap { row in
      derivedByPrecision[row.precision].map { (row.precision.rawValue, row.tops / $0) }
    }
    return .init(
      declared: declared.flatMap {
        $0.tpp == nil
          ? nil
          : .init(
            $0, cores: identification.chip?.cpu?.cores,
            dieAreaMM2: identification.chip?.applicableDieArea.mm2)
      },
      derived: derived.tpp == nil ? nil : .init(derived, cores: cores),
      demonstrated: .init(demonstrated, cores: cores, isQuotable: isQuotable),
      governingPrecision: isQuotable ? demonstrated.governing?.precision : nil,
      tf32Reading: reading, efficiency: Dictionary(uniqueKeysWithValues: efficiency),
      scope: identification.scope(cores: cores))
  }

  private func sources(_ identification: HostIdentification) -> [String: String] {
    let ids =
      database.equivalenceDefinitions.flatMap(\.source.ids) + (identification.match.map { [$0.source] } ?? [])
      + (identification.match?.microarchitecture.opsPerCycle.map(\.source) ?? [])
    return Dictionary(ids.compactMap { id in database.sources[id].map { (id, $0.citation) } }) { first, _ in
      first
    }
  }

  private var notes: [String] {
    var notes = [
      "A measurement is a lower bound on legal TPP, which is the theoretical peak of the whole chip: a figure at or "
        + "above a threshold proves that it is met, a figure below proves nothing.",
      "Quantities of the AI Diffusion rule count only integrated circuits of 3A090.a, at their theoretical peak: how "
        + "many of this host equal one is a measure of size, not a count that the rule would make.",
      "Best rate and ceiling are each the best of samples, so a share of the ceiling can pass 100 % by their noise; "
        + "past 103 %, measured again, one of them is wrong and the row earns no rating.",
      "Rates are dense and count a multiply-accumulate as two operations.",
    ]
    if circumstances.libraries.contains(where: \.mayStartProcesses) {
      notes.append(
        "This system has no means (seccomp) to forbid a library to start processes: what such processes took of the "
          + "processors is not counted as the library's.")
    }
    if choices.training == nil {
      notes.append(
        "Lines for training runs are left out: how many hosts reach one turns on the utilisation and the days, which "
          + "have no default (--mfu and --days).")
    }
    if !measurement.plan.isEvidence {
      notes.append(
        "The \(measurement.plan.tier) tier is indicative: good for a first look. Only the record tier is evidence."
      )
    }
    return notes
  }
}
