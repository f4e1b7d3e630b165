import Rating

/// A law, rule or proposal as data: dated values, the tests it makes of them, and where it says so.
public struct Instrument: Equatable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// Tests single items.
    case item
    /// Sets quantities.
    case allowance
    /// Tests training runs.
    case training
  }

  public let id: String
  public let title: String
  public let jurisdiction: String
  public let kind: Kind
  public let confidence: Confidence
  /// When its text was last compared with the source.
  public let reviewedOn: CalendarDate
  public let citation: Citation
  public let statusHistory: [StatusRecord]
  public let parameters: [String: Parameter]
  public let paragraphs: [Paragraph]
  public let allowances: [AllowanceRule]
  /// What the answer leaves out.
  public let notModelled: [String]
  public let ambiguities: [String]
  public let tests: [TestVector]

  /// A number of the law, with the values it has had.
  public struct Parameter: Equatable, Sendable {
    public let id: String
    public let quantity: Quantity
    public let values: [DatedValue]

    /// The value in force on a day; `nil` before the first, and where it has been repealed.
    public func value(on date: CalendarDate) -> DatedValue? {
      values.filter { $0.from <= date }.max { $0.from < $1.from }.flatMap { $0.value == nil ? nil : $0 }
    }
  }

  /// A value from a day on.
  public struct DatedValue: Equatable, Sendable {
    public let from: CalendarDate
    /// `nil` from the day of repeal.
    public let value: Double?
    public let reference: String
    public let confidence: Confidence
  }

  /// One numbered test of the instrument.
  public struct Paragraph: Equatable, Sendable {
    public let id: String
    public let title: String
    public let from: CalendarDate
    /// The last day it was in force; `nil` while it is.
    public let to: CalendarDate?
    /// What follows when it is met.
    public let consequence: String
    public let condition: Condition

    public func isInForce(on date: CalendarDate) -> Bool { from <= date && to.map { date <= $0 } ?? true }
  }

  /// A quantity that the instrument grants or names as a line.
  public struct AllowanceRule: Equatable, Sendable {
    public let id: String
    public let title: String
    public let parameter: String
    public let comparison: Comparison
    public let period: String
  }

  /// A worked case that stands beside the rule and is checked by the tests.
  public struct TestVector: Equatable, Sendable {
    public let name: String
    public let date: CalendarDate
    public let subject: SubjectFigures
    /// Outcomes by paragraph id.
    public let expected: [String: Outcome]
  }
}

/// Figures as a test or a user gives them, from which a subject's operands follow.
public struct SubjectFigures: Equatable, Sendable {
  public var tpp: Double?
  /// Applicable die area in mm².
  public var dieAreaMM2: Double?
  public var aggregateIOGBps: Double?
  public var dramBandwidthGBps: Double?
  public var trainingOperations: Double?
  public var facts: [Fact: Outcome]

  public init(
    tpp: Double? = nil, dieAreaMM2: Double? = nil, aggregateIOGBps: Double? = nil,
    dramBandwidthGBps: Double? = nil,
    trainingOperations: Double? = nil, facts: [Fact: Outcome] = [:]
  ) {
    self.tpp = tpp
    self.dieAreaMM2 = dieAreaMM2
    self.aggregateIOGBps = aggregateIOGBps
    self.dramBandwidthGBps = dramBandwidthGBps
    self.trainingOperations = trainingOperations
    self.facts = facts
  }

  /// The subject with these figures; performance density = TPP / area where both are known.
  public func subject(name: String, source: String) -> Subject {
    var operands: [Quantity: Operand] = [:]
    operands[.tpp] = tpp.map { Operand(value: $0, source: source) }
    operands[.aggregateIO] = aggregateIOGBps.map { Operand(value: $0, source: source) }
    operands[.dramBandwidth] = dramBandwidthGBps.map { Operand(value: $0, source: source) }
    operands[.trainingOperations] = trainingOperations.map { Operand(value: $0, source: source) }
    if let tpp, let dieAreaMM2, dieAreaMM2 > 0 {
      operands[.performanceDensity] = Operand(
        value: tpp / dieAreaMM2, source: "TPP / applicable die area, \(source)")
    }
    return Subject(name: name, operands: operands, facts: facts)
  }
}
