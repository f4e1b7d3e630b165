/// A library that could not be opened, and what to do about it.
public struct MissingLibrary: Codable, Equatable, Sendable {
  public let name: String
  /// The file or the name that was looked for.
  public let path: String
  public let reason: String
  public let remedy: String

  public init(name: String, path: String, reason: String, remedy: String) {
    self.name = name
    self.path = path
    self.reason = reason
    self.remedy = remedy
  }
}

extension MissingLibrary {
  /// Path, reason and remedy of each, once.
  public static func summary(of libraries: [MissingLibrary]) -> String {
    var lines: [String] = []
    for library in libraries {
      // The loader begins with the path too.
      let path = library.reason.hasPrefix(library.path) ? "" : "\(library.path): "
      let line = "\(path)\(library.reason); \(library.remedy)"
      if !lines.contains(line) { lines.append(line) }
    }
    return lines.joined(separator: "; ")
  }
}
