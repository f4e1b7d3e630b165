import Foundation

/// A request as a line: its number, its verb, and its own members beside them.
struct RequestLine<Request: DeviceRequest>: Encodable {
  let id: Int
  let request: Request

  private enum CodingKeys: String, CodingKey {
    case id
    case verb = "do"
  }

  func encode(to encoder: any Encoder) throws {
    try request.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(Request.verb, forKey: .verb)
  }
}

/// A reply as a line.
struct ReplyLine<Answer: Codable>: Codable {
  let id: Int?
  var ok: Answer?
  var error: DeviceError?
}

extension ReplyLine {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    // Of what was no request there is none: null, and not left out.
    try container.encode(id, forKey: .id)
    try container.encodeIfPresent(ok, forKey: .ok)
    try container.encodeIfPresent(error, forKey: .error)
  }
}

/// A worker's first line.
struct Greeting: Codable {
  /// The protocol's version.
  let version: Int
  let name: String
  let libraryVersion: String?
  let devices: [DeviceDescription]
  let reason: String?

  static let currentVersion = 1

  private enum CodingKeys: String, CodingKey {
    case version = "assay-worker"
    case name, devices, reason
    case libraryVersion = "version"
  }
}
