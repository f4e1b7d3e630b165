import Rating
import Yams

/// A place in a rule file, read key by key; what does not fit is an error at its line and column.
struct RuleNode {
  let file: String
  private let node: Node
  private let depth: Int
  /// Nodes hold their anchors weakly; the parser owns them.
  private let parser: Parser

  /// How deep a rule may nest.
  private static let deepest = 32

  /// Parses a file's text.
  init(yaml: String, file: String) throws(RulebookError) {
    let parser: Parser
    let composed: Node?
    do {
      parser = try Parser(yaml: yaml)
      composed = try parser.singleRoot()
    } catch let error as YamlError {
      throw Self.syntaxError(error, file)
    } catch {
      throw .invalid(file: file, line: 1, column: 1, message: "\(error)")
    }
    guard let composed else {
      throw .invalid(
        file: file, line: 1, column: 1, message: "empty: a rule file needs at least id, title and kind")
    }
    try self.init(composed, file, parser, depth: 0)
  }

  private init(_ node: Node, _ file: String, _ parser: Parser, depth: Int) throws(RulebookError) {
    self.node = node
    self.parser = parser
    self.file = file
    self.depth = depth
    if depth > Self.deepest { throw error("nests deeper than \(Self.deepest): flatten the condition") }
    if node.anchor != nil { throw error("anchors and aliases are not read: write the value out") }
  }

  func error(_ message: String) -> RulebookError {
    .invalid(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message)
  }

  /// The mapping's values by key. Keys that are not named here are errors.
  func mapping(_ keys: [String]) throws(RulebookError) -> [String: RuleNode] {
    guard let mapping = node.mapping else {
      throw error("must be a mapping with the keys \(keys.joined(separator: ", "))")
    }
    var values: [String: RuleNode] = [:]
    for (key, value) in mapping {
      let keyNode = try RuleNode(key, file, parser, depth: depth + 1)
      let name = try keyNode.text()
      if !keys.contains(name) {
        throw keyNode.error(
          "unknown key '\(name.prefix(60))': the keys here are \(keys.joined(separator: ", "))")
      }
      values[name] = try RuleNode(value, file, parser, depth: depth + 1)
    }
    return values
  }

  /// All pairs of a mapping whose keys are names of its own.
  func entries() throws(RulebookError) -> [(name: String, key: RuleNode, value: RuleNode)] {
    guard let mapping = node.mapping else { throw error("must be a mapping") }
    var entries: [(name: String, key: RuleNode, value: RuleNode)] = []
    for (key, value) in mapping {
      let keyNode = try RuleNode(key, file, parser, depth: depth + 1)
      entries.append((try keyNode.text(), keyNode, try RuleNode(value, file, parser, depth: depth + 1)))
    }
    return entries
  }

  func items() throws(RulebookError) -> [RuleNode] {
    guard let sequence = node.sequence else { throw error("must be a list") }
    var items: [RuleNode] = []
    for item in sequence { items.append(try RuleNode(item, file, parser, depth: depth + 1)) }
    return items
  }

  func text() throws(RulebookError) -> String {
    guard let scalar = node.scalar, !scalar.string.isEmpty else {
      throw error("must be a text that is not empty")
    }
    return scalar.string
  }

  /// A finite number from 0.
  func number() throws(RulebookError) -> Double {
    let text = try text()
    guard let number = Double(text), number.isFinite, number >= 0 else {
      throw error("'\(text.prefix(60))' is not a number from 0: write digits, such as 4800 or 1e26")
    }
    return number
  }

  /// Whether the value is YAML's null.
  var isNull: Bool { node.scalar.map { ["null", "~", ""].contains($0.string) } ?? false }

  func date() throws(RulebookError) -> CalendarDate {
    let text = try text()
    guard let date = CalendarDate(text) else {
      throw error("'\(text.prefix(60))' is not a date: write YYYY-MM-DD")
    }
    return date
  }

  func outcome() throws(RulebookError) -> Outcome {
    switch try text() {
    case "yes", "true": return .yes
    case "no", "false": return .no
    case "unknown": return .unknown
    case let other: throw error("'\(other.prefix(60))' is none of yes, no, unknown")
    }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) throws(RulebookError) -> Choice
  {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("'\(text.prefix(60))' is none of \(choices)")
    }
    return choice
  }

  private static func syntaxError(_ error: YamlError, _ file: String) -> RulebookError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .invalid(file: file, line: mark.line, column: mark.column, message: "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      .invalid(
        file: file, line: context.mark.line, column: context.mark.column,
        message: "the key \(keys.map { "\($0)" }.joined(separator: ", ")) stands twice: remove one")
    default:
      .invalid(file: file, line: 1, column: 1, message: "not YAML: \(error)")
    }
  }
}

extension [String: RuleNode] {
  /// The value of a key that must be there.
  func required(_ key: String, in owner: RuleNode) throws(RulebookError) -> RuleNode {
    guard let node = self[key] else { throw owner.error("the key '\(key)' is missing: add it") }
    return node
  }
}
