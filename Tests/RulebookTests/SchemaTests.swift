import Foundation
import Testing

@testable import Rulebook

/// The JSON Schema beside the rules says the same as the reader.
@Suite struct SchemaTests {
  private func definitions() throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: Shipped.directory + "/schema.json"))
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(schema["$defs"] as? [String: Any])
  }

  @Test("the schema of amendments has the reader's keys and the program's enumerations")
  func amendments() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Shipped.directory + "/whatif.schema.json"))
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    func part(_ object: [String: Any], _ path: String...) throws -> [String: Any] {
      try path.reduce(object) { try #require($0[$1] as? [String: Any]) }
    }
    func keys(_ object: [String: Any]) throws -> Set<String> { Set(try part(object, "properties").keys) }
    func all(_ type: (some FieldKey).Type) -> Set<String> { Set(type.allCases.map(\.rawValue)) }
    #expect(try keys(schema) == all(AmendmentReader.Key.self))
    let parameter = try part(schema, "properties", "parameters", "additionalProperties")
    #expect(try keys(parameter) == all(AmendmentReader.ParameterKey.self))
    #expect(try keys(part(parameter, "properties", "values", "items")) == all(ParameterReader.ValueKey.self))
    #expect(
      try keys(part(schema, "properties", "status", "items")) == all(InstrumentReader.StatusKey.self))
    let definitions = try part(schema, "$defs")
    #expect(
      try part(definitions, "standing")["enum"] as? [String] == Standing.allCases.map(\.rawValue))
    #expect(
      Set(try #require(try part(definitions, "confidence")["enum"] as? [String]))
        == Set(Confidence.allCases.map(\.rawValue)))
  }

  @Test("the schema's enumerations are those of the program")
  func enumerations() throws {
    let definitions = try definitions()
    func values(_ name: String) throws -> [String] {
      try #require((definitions[name] as? [String: Any])?["enum"] as? [String])
    }
    #expect(try values("quantity") == Quantity.allCases.map(\.rawValue))
    #expect(try values("fact") == Fact.allCases.map(\.rawValue))
    #expect(try values("kind") == Instrument.Kind.allCases.map(\.rawValue))
    #expect(try values("effect") == Paragraph.Effect.allCases.map(\.rawValue))
    #expect(try values("standing") == Standing.allCases.map(\.rawValue))
    #expect(try Set(values("confidence")) == Set(Confidence.allCases.map(\.rawValue)))
    #expect(try Set(values("comparison")) == Set(Comparison.allCases.map(\.rawValue)))
  }
}
