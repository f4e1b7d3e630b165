import Foundation

@testable import Evidence

/// JSON as Foundation reads it, to be held against what Assay's own reader sees.
enum FoundationJSON: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([FoundationJSON])
  case object([String: FoundationJSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([FoundationJSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: FoundationJSON].self))
    }
  }

  init(_ value: JSONValue) {
    self =
      switch value {
      case .null: .null
      case .bool(let value): .bool(value)
      case .number(let number): .number(number.value)
      case .string(let text): .string(text)
      case .array(let values): .array(values.map { FoundationJSON($0) })
      case .object(let members):
        .object(Dictionary(members.map { ($0.name, FoundationJSON($0.value)) }, uniquingKeysWith: { $1 }))
      }
  }
}

extension JSONValue {
  /// The value as JSON.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(.whole(let isNegative, let magnitude)): (isNegative ? "-" : "") + "\(magnitude)"
    case .number(.real(let value)): "\(value)"
    case .string(let text): Self.quoted(text)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.name)):\($0.value.text)" }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        ? "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16)
        : String(scalar)
    }
    return "\"" + escaped.joined() + "\""
  }
}
