import Foundation

/// A JSON file that somebody else wrote: what is wrong with it is said by file and key, and a name that stands twice in an
/// object is refused, since two readers could see two things.
struct StrictJSONFile {
  private let name: String
  let data: Data

  /// - Parameters:
  ///   - data: what stands in the file.
  ///   - name: of the file, for messages.
  init(data: Data, name: String) {
    self.data = data
    self.name = name
  }

  /// - Parameters:
  ///   - largest: the bytes of the largest file that can be meant.
  ///   - remedy: what to give instead.
  /// - Throws: `ChallengeError` when there is no such file or it cannot be read.
  init(path: String, largest: Int, remedy: String) throws(ChallengeError) {
    name = URL(fileURLWithPath: path).lastPathComponent.printable
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .unreadable(path, "\(String(cString: strerror(errno))); \(remedy)")
    }
    if let kind = IrregularFile(path) { throw .unreadable(path, "\(kind), not a file; \(remedy)") }
    guard status.st_size <= largest else {
      throw .unreadable(path, "\(status.st_size) bytes, where at most \(largest) are expected; \(remedy)")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path, "it cannot be read; make it readable")
    }
    self.data = data
  }

  /// - Parameters:
  ///   - known: the names that an object at the top may have.
  /// - Throws: `ChallengeError` with file and key.
  func decoded<Content: Decodable>(as _: Content.Type, known: Set<String>) throws(ChallengeError) -> Content {
    do {
      let content = try JSONDecoder().decode(Content.self, from: data)
      var names = RepeatedNames(Array(data))
      if let name = names.first { throw problem("the name \"\(name.printable)\" stands twice in one object") }
      if let top = try JSONSerialization.jsonObject(with: data) as? [String: Any],
        let stranger = top.keys.filter({ !known.contains($0) }).sorted().first
      {
        throw problem(
          "\(stranger.printable): no such key; there are \(known.sorted().joined(separator: ", "))")
      }
      return content
    } catch let error as ChallengeError {
      throw error
    } catch let error as DecodingError {
      throw problem(Self.words(error))
    } catch {
      throw problem("not JSON")
    }
  }

  func problem(_ text: String) -> ChallengeError { .unreadable(name, text) }

  private static func words(_ error: DecodingError) -> String {
    func place(_ keys: [any CodingKey]) -> String {
      keys.reduce("") { path, key in
        if let index = key.intValue { return "\(path)[\(index)]" }
        return path.isEmpty ? key.stringValue.printable : "\(path).\(key.stringValue.printable)"
      }
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath + [key])): missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let path = place(context.codingPath)
      return "\(path.isEmpty ? "the whole" : path): something else than expected stands there"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(place(context.codingPath)): \(context.debugDescription)"
    case .dataCorrupted(let context):
      let cause = (context.underlyingError as? NSError)?.userInfo[NSDebugDescriptionErrorKey] as? String
      return "not JSON: \((cause ?? context.debugDescription).printable)"
    @unknown default:
      return "not JSON"
    }
  }
}
