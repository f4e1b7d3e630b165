import ChipDB
import Rating

/// A rated item in reference chips under one definition.
public struct ItemEquivalent: Codable, Sendable {
  public let definition: String
  public let name: String
  public let value: Double?
  public let operand: Double?
  public let constant: Double
  public let unit: String
  public let source: String
  /// Why there is no value, or what to know about it.
  public let reason: String?
  /// Whether this is the definition the user chose for headline figures.
  public let chosen: Bool

  /// The item under every definition of the database.
  /// - Parameters:
  ///   - memoryBandwidthGBps: as it was measured.
  ///   - chosen: the id of the definition for headline figures.
  ///   - objection: why none may have a value; `nil` where it may.
  static func all(
    of rating: PerformanceRating, memoryBandwidthGBps: Double?, in database: ChipDatabase, chosen: String,
    objection: String? = nil
  ) -> [ItemEquivalent] {
    let figures = EquivalenceFigures(
      rating: BoundedRating(exactly: rating),
      memoryBandwidthGBps: memoryBandwidthGBps.map { BoundedValue($0) })
    return database.equivalenceDefinitions.map { definition in
      let equivalent = definition.equivalent(of: figures)
      return ItemEquivalent(
        definition: definition.id, name: definition.name,
        value: objection == nil ? equivalent.value : nil,
        operand: objection == nil ? equivalent.operand : nil, constant: definition.constant,
        unit: definition.unit, source: definition.source,
        reason: objection == nil ? equivalent.reason : "a run rule is broken",
        chosen: definition.id == chosen)
    }
  }

  /// Writes every key: an unknown value is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(definition, forKey: .definition)
    try container.encode(name, forKey: .name)
    try container.encode(value, forKey: .value)
    try container.encode(operand, forKey: .operand)
    try container.encode(constant, forKey: .constant)
    try container.encode(unit, forKey: .unit)
    try container.encode(source, forKey: .source)
    try container.encode(reason, forKey: .reason)
    try container.encode(chosen, forKey: .chosen)
  }
}

extension [ItemEquivalent] {
  /// A table of all, the chosen one marked.
  var table: Document.Block {
    .table(
      .init(
        [.text("definition"), .text("meaning"), .number("constant"), .number("value"), .text("")],
        rows: map { equivalent in
          [
            equivalent.definition, equivalent.name,
            "\(NumberFormat.exact(equivalent.constant)) \(equivalent.unit)",
            equivalent.value.map { NumberFormat.number($0) } ?? "unknown",
            [equivalent.chosen ? "chosen" : nil, equivalent.reason].compactMap { $0 }.joined(separator: "; "),
          ]
        }))
  }
}
