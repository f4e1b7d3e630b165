import Foundation

/// A JSON value as a file has it: what is to be compared or checked before anything is taken from it.
enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Number)
  case string(String)
  case array([JSONValue])
  /// In the order of the file; no name stands twice.
  case object([Member])

  /// A number: a whole one exactly, so that 64 bits survive.
  enum Number: Equatable, Sendable {
    case whole(isNegative: Bool, magnitude: UInt64)
    case real(Double)

    var value: Double {
      switch self {
      case .whole(let isNegative, let magnitude): isNegative ? -Double(magnitude) : Double(magnitude)
      case .real(let value): value
      }
    }

    /// 1 and 1.0 are one number.
    static func == (one: Number, other: Number) -> Bool {
      if case .whole(let sign, let magnitude) = one, case .whole(let otherSign, let otherMagnitude) = other {
        return magnitude == otherMagnitude && (sign == otherSign || magnitude == 0)
      }
      return one.value == other.value
    }
  }

  struct Member: Equatable, Sendable {
    let name: String
    let value: JSONValue
  }

  /// The member of an object; `nil` where there is none, and for what is no object.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// In a message: numbers and short texts as they are, of the rest how much there is.
  var brief: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(.whole(let isNegative, let magnitude)): (isNegative ? "-" : "") + "\(magnitude)"
    case .number(.real(let value)): "\(value)"
    case .string(let text): "\"\(text.printable)\""
    case .array(let values): "a list of \(values.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}

extension Encodable {
  /// The value as its JSON has it.
  var jsonValue: JSONValue {
    get throws(EvidenceError) { try JSONText(canonicalJSON).value() }
  }

  /// The value as compact JSON with sorted keys, as the files of a bundle have it.
  var canonicalJSON: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("every Encodable value of Assay has string keys and encodable floats")
    }
    return data
  }
}

extension Decodable {
  /// Reads what `canonicalJSON` wrote. What is not finite is not read: no figure of a sound run is.
  init(canonicalJSON data: Data) throws(DecodingError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch let error as DecodingError {
      throw error
    } catch {
      throw .dataCorrupted(.init(codingPath: [], debugDescription: "\(error)"))
    }
  }
}
