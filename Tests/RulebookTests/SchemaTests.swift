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
