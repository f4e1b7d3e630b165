import ArgumentParser
import Foundation
import Measurement
import Rating

extension Precision: ExpressibleByArgument {}

extension OperandDistribution: ExpressibleByArgument {}

/// What to measure and for how long.
struct MeasurementOptions: ParsableArguments {
  enum Tier: String, EnumerableFlag, ExpressibleByArgument {
    case quick, standard, record

    var plan: SamplingPlan {
      switch self {
      case .quick: .quick
      case .standard: .standard
      case .record: .record
      }
    }
  }

  @Flag(
    help:
      "quick: at most 20 seconds, indicative; standard: under two minutes; record: over six minutes, warm, the only tier that counts as evidence."
  )
  var tierFlag: Tier?

  @Option(
    name: .customLong("tier"),
    help: ArgumentHelp("The same by name: --tier record is --record (default: quick).", valueName: "name"))
  var tierName: Tier?

  var tier: Tier { tierFlag ?? tierName ?? .quick }

  @Option(
    parsing: .upToNextOption,
    help: "The precisions to measure (default: all; those without a native path are listed with the reason).")
  var precision: [Precision] = Precision.allCases

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The side of a square product; repeat for more, each a row of its own (default: searched).",
      valueName: "side"))
  var size: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A shape m x n x k, e.g. 4096x1024x512; repeat for more, each a row of its own.", valueName: "shape"))
  var shape: [String] = []

  @Option(
    parsing: .unconditional,
    help:
      "Threads (default: rows with one a visible core, within the control group's quota, and rows with one alone)."
  )
  var threads: Int?

  @Option(
    parsing: .upToNextOption,
    help: "How the operands are drawn; several make a sweep, and the first is the one that a rating is for.")
  var operands: [OperandDistribution] = [.uniform]

  @Option(
    help: ArgumentHelp(
      "Only libraries whose name and version begin with this, e.g. \"oneDNN 2\".", valueName: "name"))
  var library: String?

  @Option(help: "Seed of the operands and of the check vectors (default: 20260101).")
  var seed: UInt64?

  /// Where none is given: the same for all, so that runs can be compared.
  private static let commonSeed: UInt64 = 20_260_101

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Further libraries to try, by path: any CBLAS, or oneDNN.", valueName: "path"))
  var blas: [String] = []

  @OptionGroup var devices: DeviceOptions

  func validate() throws {
    if let tierFlag, let tierName, tierFlag != tierName {
      throw ValidationError("--\(tierFlag) and --tier \(tierName): two tiers; give one")
    }
    for precision in Precision.allCases where self.precision.filter({ $0 == precision }).count > 1 {
      throw ValidationError("--precision names \(precision.rawValue) twice: give it once")
    }
    for operands in OperandDistribution.allCases where self.operands.filter({ $0 == operands }).count > 1 {
      throw ValidationError("--operands names \(operands.rawValue) twice: give it once")
    }
    if blas.contains("") { throw ValidationError("--blas '': give the path of a library") }
    if let threads, threads < 1 { throw ValidationError("--threads \(threads): give at least 1") }
    let ofHost = [("--threads", threads != nil), ("--library", library != nil), ("--blas", !blas.isEmpty)]
    if devices.areNamed, let option = ofHost.first(where: \.1)?.0 {
      throw ValidationError(
        "\(option) is about this host's processor, and --device names accelerators: leave one of them out")
    }
  }

  /// The files that --blas names, as they are looked for.
  var namedLibraries: [String] { namedSpecs.flatMap(\.paths) }

  private var namedSpecs: [LibrarySpec] { blas.map { LibrarySpec.named($0) } }

  /// Opens the libraries, each in a process of its own.
  /// - Throws: `CommandFailure` when the only libraries that could be meant cannot be opened, `ValidationError` when
  ///   --library means none.
  func catalogue() throws -> ProviderCatalogue {
    let patience = tier.plan.patienceSeconds
    let all = ProviderCatalogue.open(LibrarySpec.known + namedSpecs) { library throws(ProviderError) in
      try Worker.open(library, patience: patience)
    }
    guard let library else { return all }
    let chosen = all.matching(library)
    guard chosen.providers.isEmpty else { return chosen }
    let named = namedLibraries
    let meant = all.unopened(library) + all.missing.filter { named.contains($0.path) }
    if !meant.isEmpty {
      throw CommandFailure(
        status: .unsupported,
        message: "--library '\(library)' cannot be used: " + MissingLibrary.summary(of: meant))
    }
    let known = all.providers.map(\.identity.label).joined(separator: ", ")
    throw ValidationError(
      "--library '\(library)': no such library; there \(known.isEmpty ? "is none" : "are \(known)")")
  }

  /// Measures, with progress on standard error.
  /// - Parameters:
  ///   - measuresMemory: whether the memory's bandwidth is asked for.
  ///   - prescribed: the seed, where it is not for the user to choose.
  ///   - interruption: ends the measurement with what there is.
  func measure(
    _ host: HostDescription, _ catalogue: ProviderCatalogue, measuresMemory: Bool,
    seed prescribed: UInt64? = nil, until interruption: Interruption
  ) throws -> MeasurementResult {
    if let threads, threads > host.topology.affinity.count {
      throw ValidationError(
        "--threads \(threads): this process may use \(host.topology.affinity.count) processor(s)")
    }
    let all = host.topology.workers
    interruption.allowPartialReport()
    let progress = ProgressLine()
    defer { progress.finish() }
    return try MeasurementSession(
      providers: catalogue.providers,
      request: MeasurementRequest(
        precisions: precision, shapes: try (size + shape).map { try GEMMShape($0) }, plan: tier.plan,
        threads: threads.map { [$0] } ?? (all > 1 ? [all, 1] : [1]),
        seed: prescribed ?? seed ?? Self.commonSeed, operands: operands,
        measuresMemory: measuresMemory,
        namedLibraries: namedLibraries.map { $0.contains("/") ? $0 : catalogue.files[$0] ?? $0 },
        secondsGone: catalogue.openingSeconds),
      nativePath: NativePath(host.cpu), room: MeasurementRoom(host),
      isCancelled: { interruption.isRequested }, progress: { progress.show($0) }
    ).run()
  }

  /// Measures accelerators, all at the same time, with progress on standard error.
  /// - Parameters:
  ///   - measuresMemory: whether the bandwidth of the memories, and of the links between them, is asked for.
  ///   - interruption: ends the measurement with what there is.
  func measure(
    _ devices: [DeviceCatalogue.Found], measuresMemory: Bool, until interruption: Interruption
  ) throws -> DevicesResult {
    let request = DevicesRequest(
      precisions: precision, shapes: try (size + shape).map { try GEMMShape($0) }, plan: tier.plan,
      seed: seed ?? Self.commonSeed, operands: operands, measuresMemory: measuresMemory)
    interruption.allowPartialReport()
    let progress = ProgressLine()
    defer { progress.finish() }
    return DevicesSession(
      devices, request: request, assay: Worker.executable, isCancelled: interruption.question,
      progress: { progress.show($0) }
    ).run()
  }
}
