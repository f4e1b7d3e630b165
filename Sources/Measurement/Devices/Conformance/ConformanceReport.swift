/// What the conformance suite found of a worker.
public struct ConformanceReport: Codable, Sendable {
  /// The file, or the name of what Assay has itself.
  public let program: String
  /// Name and version of what multiplies; `nil` where there was no greeting.
  public let worker: String?
  /// The device on which it was tried; `nil` where there was no greeting.
  public let device: DeviceDescription?
  public let judgements: [ConformanceJudgement]

  /// Whether no rule is broken.
  public var passed: Bool { count(.failed) == 0 }

  public func count(_ verdict: ConformanceJudgement.Verdict) -> Int {
    judgements.count { $0.verdict == verdict }
  }
}
