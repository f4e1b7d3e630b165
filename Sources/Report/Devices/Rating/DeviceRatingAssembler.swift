import ChipDB
import Measurement
import Rating
import Rulebook

/// Puts a measurement of accelerators, the chip database and the rulebook together into a rating.
public struct DeviceRatingAssembler {
  private let circumstances: DevicesCircumstances
  private let measurement: DevicesResult
  private let database: ChipDatabase
  private let rulebook: Rulebook
  private let choices: RatingAssembler.Choices

  public init(
    circumstances: DevicesCircumstances, measurement: DevicesResult, database: ChipDatabase,
    rulebook: Rulebook, choices: RatingAssembler.Choices
  ) {
    self.circumstances = circumstances
    self.measurement = measurement
    self.database = database
    self.rulebook = rulebook
    self.choices = choices
  }

  /// Puts a measurement of this host's devices together, where and with what it was made read now.
  public init(
    host: HostDescription, measurement: DevicesResult, database: ChipDatabase, rulebook: Rulebook,
    choices: RatingAssembler.Choices
  ) {
    self.init(
      circumstances: DevicesCircumstances(host, measurement), measurement: measurement, database: database,
      rulebook: rulebook, choices: choices)
  }

  /// Makes the report: a function of nothing but what the assembler was given.
  /// - Parameters:
  ///   - command: the command line.
  ///   - generated: ISO 8601 in UTC.
  public func report(command: [String], generated: String, tool: RatingReport.Tool) -> DeviceRatingReport {
    let identifications = measurement.devices.map { DeviceIdentification($0.device, in: database) }
    let run = DevicesRun(measurement, circumstances)
    let commons = PlausibilityRun(measurement, run.environment, generated: generated)
    let parts = zip(measurement.devices, identifications).map(RatedPart.init)
    let checks = parts.map(check)
    let subjects = measurement.devices.indices.map { index in
      PlausibilitySubject(
        measurement.devices[index], parts[index], claims: checks[index].claims, in: database,
        tf32Reading: choices.tf32Reading)
    }
    let rules = measurement.devices.indices.map { index in
      DeviceRunRules(
        measurement.devices[index], of: measurement, run.environment,
        findings: Plausibility([subjects[index]], commons).findings
      ).rules
    }
    let devices = measurement.devices.indices.map { index in
      DeviceRatingReport.RatedDevice(
        record: DeviceRecord(measurement.devices[index], rules[index]),
        identification: DeviceIdentificationRecord(identifications[index]),
        rating: rating(parts[index], checks[index], rules[index]))
    }
    let packages = DevicePackage.of(measurement.devices).map { package in
      let members = identifications.filter { $0.device.package == package.name }
      let record = DevicePackageRecord(package, of: measurement.devices, rules)
      let part = RatedPart(package, members)
      return DeviceRatingReport.RatedPackage(record: record, rating: rating(part, check(part), record.rules))
    }
    let plausibility = Plausibility(subjects, commons)
    return DeviceRatingReport(
      tool: tool, generated: generated, command: command, partial: measurement.interrupted,
      host: circumstances.host, run: run, devices: devices,
      spreads: measurement.spreads.compactMap(DeviceSpreadRecord.init), packages: packages,
      links: measurement.links.map(DeviceLinkRecord.init), findings: plausibility.findings,
      plausibility: plausibility.checks, sources: sources(identifications),
      warnings: DeviceWarnings(devices.map(\.record), interrupted: measurement.interrupted).lines
        + memoryWarnings(identifications) + plausibility.findings.warnings,
      notes: notes)
  }

  private func check(_ part: RatedPart) -> RatingReport.CheckSummary {
    let reading = choices.tf32Reading
    return PartCheck(
      part, part.demonstrated(reading), part.declared(reading), database, claims: choices.claims
    ).summary
  }

  private func rating(
    _ part: RatedPart, _ check: RatingReport.CheckSummary, _ rules: RunRules
  ) -> PartRatingRecord {
    PartRatingRecord(part, check, rules, database: database, rulebook: rulebook, choices: choices)
  }

  /// A device with much less memory than its chip has is a part of it that the worker did not tell of, or another chip.
  private func memoryWarnings(_ identifications: [DeviceIdentification]) -> [String] {
    zip(measurement.devices, identifications).compactMap { device, identification -> String? in
      guard DevicePart(identification).share == 1, let chip = identification.chip,
        let capacity = chip.memoryCapacityGB, let bytes = device.device.memoryBytes
      else { return nil }
      let share = Double(bytes) / (capacity.range.lowerBound * 1e9)
      guard share < Self.leastMemory else { return nil }
      let compared =
        "\(device.id) has \(NumberFormat.bytes(bytes)) of memory, \(NumberFormat.percent(share)) of what \(chip.name) has "
        + "(\(capacity.source))"
      return
        "SMALLER: \(compared): it may be a part of that chip (MIG, vGPU) of which the worker does not tell, or "
        + "another product; declared figures are held against it as if it were the whole"
    }
  }

  /// What is left of a memory's capacity when error correction and the driver have taken theirs, generously.
  private static let leastMemory = 0.8

  private func sources(_ identifications: [DeviceIdentification]) -> [String: String] {
    var ids = database.equivalenceDefinitions.flatMap(\.source.ids)
    for chip in identifications.compactMap(\.chip) {
      ids += chip.figures.map(\.source) + chip.deviceIDs.map(\.source)
    }
    return Dictionary(ids.compactMap { id in database.sources[id].map { (id, $0.citation) } }) { first, _ in
      first
    }
  }

  private var notes: [String] {
    var notes = [
      "A measurement is a lower bound on legal TPP, which is the theoretical peak of the whole chip: a figure at or "
        + "above a threshold proves that it is met, a figure below proves nothing.",
      "Quantities of the AI Diffusion rule count only integrated circuits of 3A090.a, at their theoretical peak: how "
        + "many of a device equal one is a measure of size, not a count that the rule would make.",
      "Rates are dense and count a multiply-accumulate as two operations.",
      "Equivalents that divide memory bandwidth rest on what the worker tells.",
    ]
    notes += DeviceSections.remarks
    if choices.training == nil {
      notes.append(
        "Lines for training runs are left out: how many devices reach one turns on the utilisation and the days, "
          + "which have no default (--mfu and --days).")
    }
    if !measurement.plan.isEvidence {
      notes.append(
        "The \(measurement.plan.tier) tier is indicative: good for a first look. Only the record tier is evidence."
      )
    }
    return notes
  }
}
