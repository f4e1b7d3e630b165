import ChipDB
import Foundation
import Measurement
import Report

/// What a bundle records of a run: on the host's processor, or on devices.
enum BundleRun {
  case host(MeasurementResult, RunCircumstances)
  case devices(DevicesResult, DevicesCircumstances)

  var measurementJSON: Data {
    switch self {
    case .host(let result, _): result.canonicalJSON
    case .devices(let result, _): result.canonicalJSON
    }
  }

  var circumstancesJSON: Data {
    switch self {
    case .host(_, let circumstances): circumstances.canonicalJSON
    case .devices(_, let circumstances): circumstances.canonicalJSON
    }
  }

  /// The measurement with everything worked out again that follows from what was observed.
  var reworkedJSON: Data {
    switch self {
    case .host(let result, _): result.observationsReworked.canonicalJSON
    case .devices(let result, _): result.observationsReworked.canonicalJSON
    }
  }

  /// The first thing that does not fit.
  var firstProblem: JSONDifference? {
    switch self {
    case .host(let result, let circumstances): RunConsistency(result, circumstances).firstProblem
    case .devices(let result, let circumstances): DevicesConsistency(result, circumstances).firstProblem
    }
  }

  private var rows: [MeasurementRow] {
    switch self {
    case .host(let result, _): result.rows
    case .devices(let result, _): result.devices.flatMap(\.rows)
    }
  }

  /// "6 rows, 288 samples".
  var extent: String {
    let samples = rows.reduce(0) { $0 + $1.samples.count + $1.rivals.reduce(0) { $0 + $1.samples.count } }
    let rows = "\(rows.count) rows, \(samples) samples"
    guard case .devices(let result, _) = self else { return rows }
    return "\(result.devices.count) device\(result.devices.count == 1 ? "" : "s"), \(rows)"
  }

  /// The run rules of this version, held against a run on the host's processor; `nil` for devices, whose bundles have always
  /// had them.
  var rules: RunRules? {
    guard case .host(let result, let circumstances) = self else { return nil }
    return RunRules(result, circumstances)
  }

  /// The rating that follows.
  /// - Parameter appliesRules: `false` for a host's report from before there were run rules.
  func report(
    _ data: RatingData, _ choices: RatingAssembler.Choices, command: [String], generated: String,
    tool: RatingReport.Tool, appliesRules: Bool
  ) -> BundleReport {
    switch self {
    case .host(let result, let circumstances):
      .host(
        RatingAssembler(
          circumstances: circumstances, measurement: result, database: data.database, rulebook: data.rulebook,
          choices: choices
        ).report(command: command, generated: generated, tool: tool, appliesRules: appliesRules))
    case .devices(let result, let circumstances):
      .devices(
        DeviceRatingAssembler(
          circumstances: circumstances, measurement: result, database: data.database, rulebook: data.rulebook,
          choices: choices
        ).report(command: command, generated: generated, tool: tool))
    }
  }
}

/// The report of a bundle.
enum BundleReport {
  case host(RatingReport)
  case devices(DeviceRatingReport)

  /// As `assay rate --json` writes it.
  var json: Data {
    switch self {
    case .host(let report): report.bundleJSON
    case .devices(let report): report.bundleJSON
    }
  }

  /// What the statement says of it.
  /// - Parameters:
  ///   - kind: as a statement has it: that of a host's run need not be there.
  ///   - challenge: what the chains did; `nil` where there was no challenge, as for devices.
  func predicate(
    _ choices: EvidencePredicate.Choices, signer: String, kind: EvidencePredicate.Kind?,
    challenge: EvidencePredicate.Answer?
  ) -> EvidencePredicate {
    switch self {
    case .host(let report):
      EvidencePredicate(
        report, choices: choices, signer: signer, kind: kind == .host ? .host : nil, challenge: challenge)
    case .devices(let report): EvidencePredicate(report, choices: choices, signer: signer)
    }
  }
}

extension RatingReport {
  /// As `assay rate --json` writes it.
  var bundleJSON: Data { Data(JSONRenderer().render(AnswerByLaw(self)).utf8) }
}

extension DeviceRatingReport {
  /// As `assay rate --json` writes it.
  var bundleJSON: Data { Data(JSONRenderer().render(AnswerByLaw(self)).utf8) }
}
