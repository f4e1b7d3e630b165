import Rating

/// One line of a conversion's working: operands joined from left to right, and what comes of them.
public struct ConversionStep: Codable, Equatable, Sendable {
  /// A number of the working.
  public struct Term: Codable, Equatable, Sendable {
    /// How it joins what stands before it; `nil` for the first.
    public let operation: DerivedFigure.Operation?
    public let value: Double
    /// What its sources leave.
    public let range: ClosedRange<Double>
    public let unit: String
    /// The id of its source; `nil` for a count, a bit length, a unit's size, or what an earlier step gave.
    public let source: String?
    public let grade: Grade?
    /// For a throughput, and what follows from it.
    public let evidence: Evidence?
    /// When its source said so, where the table tells.
    public let asOf: CalendarDate?
    public let note: String?
    /// Whether the row stands in a table of the user's own.
    public let isOwn: Bool

    /// A number without a source in the tables.
    init(_ operation: DerivedFigure.Operation?, _ bounded: BoundedValue, _ unit: String, note: String? = nil)
    {
      self.operation = operation
      value = bounded.value
      range = bounded.range
      self.unit = unit
      source = nil
      grade = nil
      evidence = nil
      asOf = nil
      self.note = note
      isOwn = false
    }

    /// A published value.
    init(_ operation: DerivedFigure.Operation?, _ sourced: SourcedValue, evidence: Evidence? = nil) {
      self.operation = operation
      value = sourced.value
      range = sourced.range
      unit = sourced.unit
      source = sourced.source
      grade = sourced.grade
      self.evidence = evidence
      asOf = sourced.asOf
      note = sourced.note
      isOwn = sourced.isOwn
    }

    /// The constant of a definition.
    init(_ operation: DerivedFigure.Operation?, constantOf definition: EquivalenceDefinition) {
      self.operation = operation
      value = definition.constant
      range = definition.constant...definition.constant
      unit = definition.unit
      source = definition.source
      grade = nil
      evidence = nil
      asOf = nil
      note = "constant of \(definition.id)"
      isOwn = false
    }

    var bounded: BoundedValue { BoundedValue(value, range) }
  }

  /// What the step works out.
  public let label: String
  public let terms: [Term]
  public let value: Double
  public let range: ClosedRange<Double>
  public let unit: String

  public var bounded: BoundedValue { BoundedValue(value, range) }

  /// - Parameter range: what the sources leave of the result, where it is not what the operands' intervals give.
  init(_ label: String, _ terms: [Term], unit: String, range: ClosedRange<Double>? = nil) {
    var result = BoundedValue(1)
    for term in terms {
      switch term.operation {
      case nil, .times: result = result * term.bounded
      case .over: result = result / term.bounded
      case .plus: result = result + term.bounded
      }
    }
    self.label = label
    self.terms = terms
    value = result.value
    self.range = BoundedValue(result.value, range ?? result.range).range
    self.unit = unit
  }
}
