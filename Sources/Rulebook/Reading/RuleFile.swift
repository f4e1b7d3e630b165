import Foundation
import Yams

/// A rule file on disk: finds it, bounds it, and parses it to a located tree.
package struct RuleFile {
  /// A rule file is prose and a few hundred numbers; more than this is no rule file.
  static let byteLimit = 1_000_000
  static let depthLimit = 32

  package let path: String
  /// Whether it supposes rules and does not report them.
  var isWhatIf = false

  package init(path: String, isWhatIf: Bool = false) {
    self.path = path
    self.isWhatIf = isWhatIf
  }

  /// The paths of the `*.yaml` files of a folder, sorted.
  static func paths(in directory: String) throws(RulebookError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw .unreadable(
        path: directory, reason: "not a folder that can be read; name the folder of the rule files")
    }
    let rules = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
    guard !rules.isEmpty else {
      throw .unreadable(path: directory, reason: "holds no *.yaml file; name the folder of the rule files")
    }
    return rules.map { directory.hasSuffix("/") ? directory + $0 : "\(directory)/\($0)" }
  }

  /// The root of the parsed file.
  /// - Parameter lastKey: a key that ends the file and whose value is left out, for who does not need it. Where anything
  ///   else follows, the whole file is read, so that damage there is found.
  package func root(withoutValueOf lastKey: String? = nil) throws(RulebookError) -> YAMLNode {
    var bytes = try bytes()
    if let lastKey, let end = RuleFileEnd(key: lastKey).position(in: bytes) { bytes = bytes[..<end] }
    let text = try UTF8Text(bytes, file: path).text
    try YAMLGuard(text: text, file: path).check()
    let node = try compose(text)
    guard let node else {
      throw invalid(1, 1, "the file is empty", "write an instrument, or delete the file")
    }
    let root = YAMLNode(node, file: path, isWhatIf: isWhatIf)
    try root.checkDepth(limit: Self.depthLimit)
    return root
  }

  private func bytes() throws(RulebookError) -> Data {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: target),
      attributes[.type] as? FileAttributeType == .typeRegular
    else {
      throw .unreadable(
        path: path,
        reason: isWhatIf
          ? "no such file, or no regular one; name a YAML file"
          : "not a regular file; remove it from the folder")
    }
    guard let size = attributes[.size] as? Int, size <= Self.byteLimit else {
      throw invalid(
        1, 1, "the file is larger than \(Wording.number(Double(Self.byteLimit))) bytes",
        "split it by instrument")
    }
    guard let data = FileManager.default.contents(atPath: target) else {
      throw .unreadable(path: path, reason: "cannot be read; check its permissions")
    }
    return data
  }

  private var target: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  private func compose(_ text: String) throws(RulebookError) -> Node? {
    do {
      // Without YAML's own typing: the reader takes scalars as they are written.
      return try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      throw located(error, in: text)
    } catch {
      throw invalid(1, 1, "not readable as YAML (\(error))", "compare it with another rule file")
    }
  }

  private func located(_ error: YamlError, in text: String) -> RulebookError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return invalid(
        mark.line, mark.column, "YAML syntax: \(problem)", "check indentation, quotes and colons here")
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      return invalid(line, column, "YAML text: \(problem)", "remove the character")
    case .duplicatedKeysInMapping(let keys, let context):
      return invalid(
        context.mark.line, context.mark.column, "the key '\(keys.first ?? "")' occurs twice",
        "keep one of them")
    default:
      return invalid(1, 1, "not readable as YAML (\(error))", "compare it with another rule file")
    }
  }

  private func invalid(_ line: Int, _ column: Int, _ problem: String, _ remedy: String) -> RulebookError {
    .invalid(at: SourceLocation(file: path, line: line, column: column), problem: problem, remedy: remedy)
  }
}
