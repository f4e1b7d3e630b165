import Testing

@testable import Evidence

extension FakeBundle {
  /// Expects that the bundle is not verified, for one reason.
  func expect(
    fails check: Verification.Check, _ words: String, path: String? = nil,
    kind: Verification.Failure.Kind = .refuted, trust: [String]? = nil,
    awaited: AwaitedAnswer? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let verification = try verification(trust: trust, awaited: awaited)
    let failure = try #require(verification.failure, sourceLocation: location)
    #expect(!verification.isVerified && !verification.isEvidence, sourceLocation: location)
    #expect(failure.check == check, "\(failure.message)", sourceLocation: location)
    #expect(failure.kind == kind, "\(failure.message)", sourceLocation: location)
    #expect(failure.message.contains(words), "\(failure.message)", sourceLocation: location)
    if let path {
      #expect(failure.difference?.path == path, "\(failure.message)", sourceLocation: location)
    }
    let outcomes = verification.checks.map(\.outcome)
    #expect(outcomes.count { $0 == .failed } == 1, sourceLocation: location)
    #expect(verification.document.sections.contains { $0.title == "Result" }, sourceLocation: location)
  }
}
