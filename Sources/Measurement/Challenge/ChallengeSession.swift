import Foundation
import Rating

/// Answers a challenge on this host.
public struct ChallengeSession {
  private let challenge: Challenge
  private let providers: [any GEMMProvider]
  private let threads: Int
  private let room: MeasurementRoom
  private let version: String
  private let isCancelled: () -> Bool
  private let progress: (ChallengeProgress) -> Void

  /// - Parameters:
  ///   - providers: the libraries to try.
  ///   - room: the memory and the processors that may be used.
  ///   - version: of assay.
  ///   - isCancelled: asked between products; once true, the run ends.
  public init(
    _ challenge: Challenge, providers: [any GEMMProvider], threads: Int, room: MeasurementRoom,
    version: String,
    isCancelled: @escaping () -> Bool = { false }, progress: @escaping (ChallengeProgress) -> Void = { _ in }
  ) {
    self.challenge = challenge
    self.providers = providers
    self.threads = threads
    self.room = room
    self.version = version
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Runs each precision's chain with the library that did best in a short trial, and writes the folder.
  /// - Returns: the transcript, as it stands in the folder.
  /// - Throws: `ChallengeError` when the chains cannot fit in memory or on the disk, when no precision has a chain here,
  ///   and when interrupted: then nothing is left of the folder.
  @discardableResult
  public func run(into folder: ChallengeFolder) throws -> ChallengeTranscript {
    defer { folder.discard() }
    let memory = try Self.plan(challenge, room)
    progress(.planned(bytes: memory.map(\.bytes).max() ?? 0))
    guard folder.hasRoom(for: challenge.leastBytes) else { throw Self.lackOfRoom(challenge) }
    let (watch, began) = (Stopwatch(), Timestamp(.now))
    var chains: [ChallengeTranscript.Chain] = []
    var missing: [ChallengeTranscript.Missing] = []
    for (precision, memory) in zip(challenge.precisions, memory) {
      do {
        chains.append(try chain(precision, memory, watch, folder))
      } catch let error as ProviderError {
        missing.append(.init(precision: precision, reason: error.description.printable))
      }
    }
    guard !chains.isEmpty else {
      throw ChallengeError(
        .unsupported,
        "no chain could be run: "
          + missing.map { "\($0.precision.label): \($0.reason)" }.joined(separator: "; "))
    }
    let transcript = ChallengeTranscript(
      schemaVersion: ChallengeTranscript.currentVersion, nonce: challenge.nonce, size: challenge.size,
      steps: challenge.steps, assay: version, began: began, ended: Timestamp(.now), seconds: watch.seconds,
      chains: chains, missing: missing)
    try folder.finish(transcript)
    return transcript
  }

  /// Settles before anything is measured whether the chains fit.
  /// - Parameters:
  ///   - room: the memory that may be used.
  ///   - place: a folder of the file system that the results go to.
  ///   - largest: the most bytes that they may have together.
  /// - Throws: `ChallengeError` with a remedy.
  public static func check(
    _ challenge: Challenge, room: MeasurementRoom, place: String, largest: Int = .max
  ) throws(ChallengeError) {
    _ = try plan(challenge, room)
    guard ChallengeFolder.hasRoom(for: challenge.leastBytes, at: place) else { throw lackOfRoom(challenge) }
    guard challenge.leastBytes <= Double(largest) else {
      throw ChallengeError(
        .usage,
        "size \(challenge.size): a lap's results at all precisions have \(Int(challenge.leastBytes) >> 20) MiB, and "
          + "\(largest >> 20) are accepted: ask the verifier for a smaller size or fewer precisions")
    }
  }

  private static func plan(_ challenge: Challenge, _ room: MeasurementRoom) throws(ChallengeError)
    -> [ChainMemory]
  {
    var plans: [ChainMemory] = []
    for precision in challenge.precisions {
      plans.append(try ChainMemory(precision, challenge, availableBytes: room.availableBytes))
    }
    return plans
  }

  private static func lackOfRoom(_ challenge: Challenge) -> ChallengeError {
    ChallengeError(
      .cannotWrite,
      "the results need at least \(Int(challenge.leastBytes)) bytes, and the file system has less: name another folder"
    )
  }

  /// The side of the products by which a library is chosen.
  private static let trialSide = 2048

  private func chain(
    _ precision: Precision, _ memory: ChainMemory, _ watch: Stopwatch, _ folder: ChallengeFolder
  ) throws -> ChallengeTranscript.Chain {
    progress(.searching(precision))
    let provider = try bestProvider(precision)
    for provider in providers { provider.rest() }
    return try ChainRunner(
      challenge: challenge, precision: precision, provider: provider, threads: threads, memory: memory,
      watch: watch, isCancelled: isCancelled, progress: progress
    ).run(into: folder)
  }

  /// - Throws: `ProviderError` with the reasons, where no library has a right product.
  private func bestProvider(_ precision: Precision) throws -> any GEMMProvider {
    let shape = try GEMMShape(square: min(challenge.size, Self.trialSide))
    let ledger = Ledger()
    let search = ContenderSearch(
      providers: providers.filter { $0.support(for: precision) == ProviderSupport.native },
      pool: try OperandPool(
        precision, capacity: [shape], distribution: .uniform, seed: .random(in: 0 ... .max)),
      threads: threads, plan: .quick, ledger: ledger, ceilings: Ceilings(ledger), isCancelled: isCancelled,
      isLate: { false })
    let outcome = search.search(shapes: [shape])
    if isCancelled() { throw ChallengeError(.interrupted, "interrupted: nothing was written") }
    guard let best = outcome.finalists.first else {
      let reasons = outcome.candidates.map { "\($0.provider): \($0.reason ?? "no reason given")" }
      throw ProviderError(
        reasons.isEmpty ? "no library has such a product" : reasons.joined(separator: "; "),
        isUnsupported: true)
    }
    return best.contender.provider
  }
}
