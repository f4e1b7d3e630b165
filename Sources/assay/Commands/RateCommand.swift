import ArgumentParser
import ChipDB
import Evidence
import Foundation
import Measurement
import Rating
import Report
import Rulebook

struct RateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate",
    abstract:
      "Rate this host, or its accelerators: measure, derive TPP and equivalents, check claims, compare with thresholds.",
    discussion: "Examples: assay rate --record; assay rate --device all --claim fp16=989")

  @OptionGroup var measurement: MeasurementOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var bundle: BundleOptions
  @OptionGroup var data: RuleOptions

  @OptionGroup var tf32: TF32Options

  @Option(help: ArgumentHelp("The equivalence definition of the headline, by id.", valueName: "id"))
  var equivalence = "tpp-diffusion"

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Claimed dense TOP/s of the measured cores, or of each accelerator, e.g. fp32=0.25; a refuted claim ends with code 10.",
      valueName: "precision=tops"))
  var claim: [Claim] = []

  @Option(
    parsing: .unconditional,
    help: "Model FLOP/s utilisation of a training run, above 0 and up to 1; with --days.")
  var mfu: Double?

  @Option(parsing: .unconditional, help: "The length of the training run in days; with --mfu.")
  var days: Double?

  @Option(
    help: ArgumentHelp("The date whose thresholds are compared (default: today).", valueName: "date"),
    transform: CalendarDate.argument)
  var on: CalendarDate?

  func validate() throws {
    try bundle.check(data, outputs: output.files.paths)
    if bundle.challenge != nil && measurement.devices.areNamed {
      throw ValidationError(
        "--challenge with --device: unsupported: a challenge is answered by chains of products on a host's processor, and the "
          + "worker protocol has no request for one on a device; leave one of the two out")
    }
    if bundle.challenge != nil, let seed = measurement.seed {
      throw ValidationError(
        "--seed \(seed) with --challenge: the seed follows from the challenge's nonce, so that a rating made before cannot be "
          + "passed off under it; leave --seed out")
    }
    try Claim.refuseRepetition(claim, option: "--claim")
    if let mfu, !(mfu > 0 && mfu <= 1) {
      throw ValidationError("--mfu \(mfu): give a share above 0 and up to 1")
    }
    if let days, !(days > 0 && days.isFinite) {
      throw ValidationError("--days \(days): give a number above 0")
    }
    if (mfu == nil) != (days == nil) {
      throw ValidationError("--mfu and --days go together: neither has a default")
    }
  }

  func run() throws {
    let interruption = Interruption()
    let (database, rulebook) = try data.databaseAndRulebook()
    guard database.equivalenceDefinitions.contains(where: { $0.id == equivalence }) else {
      let known = database.equivalenceDefinitions.map(\.id).joined(separator: ", ")
      throw ValidationError("--equivalence \(equivalence): no such definition; there are \(known)")
    }
    let order = try bundle.order(dataRoot: data.root(), interruption)
    let host = HostDescription.current()
    if measurement.devices.areNamed {
      return try rateDevices(host, database, rulebook, order, until: interruption)
    }
    try order?.checkChallenge(
      path: bundle.challenge ?? "", plan: measurement.tier.plan, room: MeasurementRoom(host))
    let catalogue = try measurement.catalogue()
    let result = try measurement.measure(
      host, catalogue, measuresMemory: true, seed: order?.challenge?.challenge.ratingSeed, until: interruption
    )
    let circumstances = RunCircumstances(host, catalogue)
    let choices = choices
    let report = RatingAssembler(
      circumstances: circumstances, measurement: result, database: database, rulebook: rulebook,
      choices: choices
    ).report(command: CommandLine.arguments, generated: Date.now.ISO8601Format(), tool: try tool())
    let peers = database.chips.compactMap { RatingPage.Peer($0, tf32Reading: tf32.reading) }
    // A bundle does not turn on whether somebody reads the answer.
    let emission = Result {
      try output.emit(byLaw: report, RatingPage(report, peers: peers).document, under: rulebook)
    }
    var answer: ChallengeAnswer?
    if let order {
      try bundle.write(interrupted: result.interrupted, until: interruption) { progress in
        answer = try bundle.answer(
          order, host, catalogue.providers, threads: result.threads, until: interruption, progress)
        return try order.write(
          report, measurement: result, circumstances: circumstances, choices: choices, version: Assay.version,
          answer: answer, isCancelled: { interruption.isRequested }, progress: { progress.show($0) })
      }
    }
    try emission.get()
    try MeasurementVerdict(result, catalogue, named: measurement.namedLibraries).throwIfBad()
    if let objection = report.rules?.objection {
      throw CommandFailure(status: .rulesBroken, message: objection)
    }
    try throwIfRefuted(report.check.verdict, report.check.reason)
    try bundle.throwIfMissing(answer)
  }

  private func rateDevices(
    _ host: HostDescription, _ database: ChipDatabase, _ rulebook: Rulebook, _ order: BundleOrder?,
    until interruption: Interruption
  ) throws {
    let (devices, catalogue) = try measurement.devices.found()
    let result = try measurement.measure(devices, measuresMemory: true, until: interruption)
    let circumstances = DevicesCircumstances(host, result)
    let choices = choices
    let report = DeviceRatingAssembler(
      circumstances: circumstances, measurement: result, database: database, rulebook: rulebook,
      choices: choices
    ).report(command: CommandLine.arguments, generated: Date.now.ISO8601Format(), tool: try tool())
    let emission = Result {
      try output.emit(byLaw: report, DeviceRatingPage(report).document, under: rulebook)
    }
    if let order {
      try bundle.write(interrupted: result.interrupted, until: interruption) { _ in
        try order.write(
          report, measurement: result, circumstances: circumstances, choices: choices, version: Assay.version)
      }
    }
    try emission.get()
    try DevicesVerdict(result, absent: catalogue.absent).throwIfBad()
    if let objection = report.objections.first {
      throw CommandFailure(status: .rulesBroken, message: objection)
    }
    try throwIfRefuted(report.check.verdict, report.check.reason)
  }

  private var choices: RatingAssembler.Choices {
    RatingAssembler.Choices(
      tf32Reading: tf32.reading, equivalence: equivalence,
      claims: Dictionary(uniqueKeysWithValues: claim.map { ($0.precision, $0.tops) }),
      training: mfu.flatMap { mfu in days.map { .init(utilisation: mfu, days: $0) } }, date: on ?? .today())
  }

  private func tool() throws -> RatingReport.Tool {
    .init(name: "assay", version: Assay.version, dataDirectory: try data.root())
  }

  private func throwIfRefuted(_ verdict: ClaimVerdict, _ reason: String) throws {
    if verdict == .refuted {
      throw CommandFailure(status: .claimRefuted, message: "a claim is refuted: \(reason)")
    }
  }

  /// A claimed rate.
  struct Claim: ExpressibleByArgument {
    let precision: Precision
    let tops: Double

    init?(argument: String) {
      let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let precision = Precision(rawValue: parts[0].lowercased()),
        let tops = Double(parts[1]), tops > 0, tops.isFinite
      else { return nil }
      self.precision = precision
      self.tops = tops
    }

    /// - Throws: `ValidationError` when a precision stands twice.
    static func refuseRepetition(_ claims: [Claim], option: String) throws {
      for precision in Precision.allCases where claims.filter({ $0.precision == precision }).count > 1 {
        throw ValidationError("\(option) names \(precision.rawValue) twice: give it once")
      }
    }
  }
}
