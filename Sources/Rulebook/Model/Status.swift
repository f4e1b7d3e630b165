import Rating

/// Where an instrument stands on one day. The three answers are independent and never merged.
public struct Status: Codable, Equatable, Sendable {
  /// Whether it stands in the law.
  public let codified: Entry
  /// Whether the authority applies it.
  public let enforced: Entry
  /// Whether it has been made public, in force or not.
  public let announced: Entry
  /// The first later day on which it stands in the law, for what does not on this one: a statute that was signed and
  /// comes into force then; `nil` where the file holds none.
  public let codifiedFrom: CalendarDate?

  /// One answer with its source.
  public struct Entry: Codable, Equatable, Sendable {
    /// Unknown where no statement covers the day.
    public let value: Outcome
    /// The day from which the answer holds.
    public let since: CalendarDate?
    public let reference: String?
    public let confidence: Confidence?
  }

  init(_ statements: [StatusStatement], on date: CalendarDate) {
    func entry(_ standing: Standing) -> Entry {
      let latest = statements.filter { $0.standing == standing && $0.from <= date }.max { $0.from < $1.from }
      return Entry(
        value: latest.map { Outcome($0.value) } ?? .unknown, since: latest?.from,
        reference: latest?.reference, confidence: latest?.confidence)
    }
    codified = entry(.codified)
    enforced = entry(.enforced)
    announced = entry(.announced)
    codifiedFrom =
      codified.value == .yes
      ? nil
      : statements.filter { $0.standing == .codified && $0.value && $0.from > date }.map(\.from).min()
  }

  /// The answer about one standing.
  public subscript(standing: Standing) -> Entry {
    switch standing {
    case .codified: codified
    case .enforced: enforced
    case .announced: announced
    }
  }

  /// Whether it has a standing. Under `announced` that is said only of what is not law besides.
  public func holds(_ standing: Standing) -> Outcome {
    standing == .announced ? Outcome(isOnlyAnnounced) : self[standing].value
  }

  /// Whether a what-if file has taken its place under every standing.
  var isDisplaced: Bool {
    Standing.allCases.allSatisfy { self[$0].value == .no } && announced.confidence == .whatIf
  }

  /// Whether it is neither codified nor enforced: a bill, a proposed rule, a guideline.
  public var isOnlyAnnounced: Bool {
    announced.value == .yes && codified.value != .yes && enforced.value != .yes
  }
}

/// One dated sentence about an instrument's standing.
public struct StatusStatement: Equatable, Sendable {
  /// What the sentence is about.
  public let standing: Standing
  public let value: Bool
  public let from: CalendarDate
  public let reference: String
  public let confidence: Confidence
}
