import ArgumentParser
import Foundation
import Measurement
import Rating

extension Precision: ExpressibleByArgument {}

extension CalendarDate: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// What to measure and for how long.
struct MeasurementOptions: ParsableArguments {
  enum Tier: EnumerableFlag {
    case quick, standard

    var plan: SamplingPlan {
      switch self {
      case .quick: .quick
      case .standard: .standard
      }
    }
  }

  @Flag(help: "quick: under half a minute, indicative; standard: about two minutes.")
  var tier: Tier = .quick

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
    help: "Threads (default: one a visible core, within the control group's quota).")
  var threads: Int?

  @Option(help: "Seed of the operands and of the check vectors.")
  var seed: UInt64 = 20_260_101

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Further CBLAS libraries to try, by path.", valueName: "path"))
  var blas: [String] = []

  func validate() throws {
    for precision in Precision.allCases where self.precision.filter({ $0 == precision }).count > 1 {
      throw ValidationError("--precision names \(precision.rawValue) twice: give it once")
    }
    if let threads, threads < 1 { throw ValidationError("--threads \(threads): give at least 1") }
  }

  /// Opens the libraries. One that the user names is tried in a process of its own and must be sound; those that Assay looks for by itself may be missing.
  func catalogue() throws -> ProviderCatalogue {
    let faults = blas.compactMap { path in ProbeCommand.fault(of: path).map { "\(path): \($0)" } }
    if !faults.isEmpty {
      throw CommandFailure(status: .unsupported, message: faults.joined(separator: "\nassay: "))
    }
    let catalogue = ProviderCatalogue.open(blas: blas)
    let refused = catalogue.missing.filter { blas.contains($0.name) }
    if !refused.isEmpty {
      let reasons = refused.map { "\($0.name): \($0.reason): \($0.remedy)" }
      throw CommandFailure(status: .unsupported, message: reasons.joined(separator: "\nassay: "))
    }
    return catalogue
  }

  /// Measures, with progress on standard error.
  func measure(_ host: HostDescription, _ catalogue: ProviderCatalogue) throws -> MeasurementResult {
    let threads = self.threads ?? host.topology.workers
    guard threads <= host.topology.affinity.count else {
      throw ValidationError(
        "--threads \(threads): this process may use \(host.topology.affinity.count) processor(s)")
    }
    let shapes = try (size + shape).map { try GEMMShape($0) }
    let interruption = Interruption()
    let progress = ProgressLine()
    defer { progress.finish() }
    return try MeasurementSession(
      providers: catalogue.providers,
      request: MeasurementRequest(
        precisions: precision, shapes: shapes, plan: tier.plan, threads: threads, seed: seed),
      nativePath: NativePath(host.cpu),
      availableBytes: host.memory?.availableBytes ?? Self.assumedMemory,
      isCancelled: { interruption.isRequested }, progress: { progress.show($0) }
    ).run()
  }

  /// Where the kernel does not tell how much memory there is: enough for the largest product of the quick tier.
  private static let assumedMemory = 1 << 30
}
