import CSystem
import Foundation

/// What the whole system did during a measurement.
struct SystemLoad {
  private let providers: [any GEMMProvider]
  private let before = ProcessorTime.current()
  private let ownBefore: Double

  /// Starts watching.
  /// - Parameter providers: the libraries whose processes count as this one's.
  init(_ providers: [any GEMMProvider]) {
    self.providers = providers
    ownBefore = Self.ownSeconds(providers)
  }

  /// The share of processor time that a hypervisor gave to others, 0…1.
  var stealShare: Double? { ProcessorTime.stealShare(from: before, to: .current()) }

  /// The share of processor time that other processes of this system took, 0…1.
  var foreignShare: Double? {
    ProcessorTime.foreignShare(
      from: before, to: .current(), ownSeconds: Self.ownSeconds(providers) - ownBefore)
  }

  private static func ownSeconds(_ providers: [any GEMMProvider]) -> Double {
    let workers = providers.flatMap(\.processes).map { max(0, csystem_processor_seconds($0)) }
    return ProcessorTime.ownSeconds() + ProcessorTime.ownSeconds(of: RUSAGE_CHILDREN) + workers.reduce(0, +)
  }
}
