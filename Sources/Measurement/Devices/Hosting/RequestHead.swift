import Foundation

/// What a server can tell of a line before it knows which request it is: as much as there is.
struct RequestHead {
  var id: Int?
  var verb: String?

  init(line: Data) {
    guard let head = try? JSONDecoder().decode(Members.self, from: line) else { return }
    (id, verb) = (head.id, head.verb)
  }

  /// Reads a request whole.
  /// - Throws: `DeviceError` that names the member that is missing or wrong.
  static func decoded<Request: DeviceRequest>(_: Request.Type, _ line: Data) throws(DeviceError) -> Request {
    do { return try JSONDecoder().decode(Request.self, from: line) } catch {
      throw DeviceError(.failed, "'\(Request.verb)': \(reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
      (context.codingPath + (key.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context)?: return "the member '\(path(context, key))' is missing"
    case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
      return "the member '\(path(context))' has the wrong type"
    case .dataCorrupted(let context)?: return "the member '\(path(context))': \(context.debugDescription)"
    default: return "\(error)"
    }
  }

  /// Either may be missing or of another type, and the other be told all the same.
  private struct Members: Decodable {
    var id: Int?
    var verb: String?

    private enum CodingKeys: String, CodingKey {
      case id
      case verb = "do"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      id = try? container.decode(Int.self, forKey: .id)
      verb = try? container.decode(String.self, forKey: .verb)
    }
  }
}
