import Rating
import Yams

/// A node of a rule file that knows where it stands and reads itself as a typed value.
package struct YAMLNode {
  let node: Node
  let file: String
  /// Whether the file supposes rules and does not report them.
  let isWhatIf: Bool

  init(_ node: Node, file: String, isWhatIf: Bool = false) {
    self.node = node
    self.file = file
    self.isWhatIf = isWhatIf
  }

  private func part(_ node: Node) -> YAMLNode { YAMLNode(node, file: file, isWhatIf: isWhatIf) }

  package var location: SourceLocation {
    SourceLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  package func invalid(_ problem: String, _ remedy: String) -> RulebookError {
    .invalid(at: location, problem: problem, remedy: remedy)
  }

  /// - Parameter limit: how many levels there may be from this node on, what a map or a list holds being one more.
  func checkDepth(limit: Int) throws(RulebookError) {
    guard limit > 1 else {
      throw invalid(
        "nested deeper than \(RuleFile.depthLimit) levels", "split the condition into paragraphs")
    }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        if key.scalar == nil { try part(key).checkDepth(limit: limit - 1) }
        if value.scalar == nil { try part(value).checkDepth(limit: limit - 1) }
      }
    case .sequence(let sequence):
      for child in sequence where child.scalar == nil {
        try part(child).checkDepth(limit: limit - 1)
      }
    case .scalar, .alias: break
    }
  }

  /// The scalar as written, without YAML's own typing: `yes`, `1e26` and `2024-01-01` stay text.
  private var scalar: String? { node.scalar?.string }

  package var isNull: Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["null", "~", ""].contains(scalar.string)
  }

  func isNamed(_ name: String) -> Bool { scalar == name }

  package var isMap: Bool { node.mapping != nil }

  /// A text of one line or one paragraph without control characters.
  package func text() throws(RulebookError) -> String {
    guard let scalar, !isNull, scalar.contains(where: { !$0.isWhitespace }) else {
      throw invalid("a text is missing", "write one, in quotes if it holds ': ' or ' #'")
    }
    guard !scalar.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    else {
      throw invalid("the text holds a line break or a control character", "fold it with '>-'")
    }
    return scalar
  }

  /// A positive, finite decimal number.
  package func number() throws(RulebookError) -> Double {
    let digits: Set<Character> = Set("0123456789.eE+-")
    guard let scalar, node.scalar?.style == .plain, scalar.allSatisfy(digits.contains),
      let value = Double(scalar)
    else { throw invalid("not a number", "write digits, such as 4800, 5.92 or 1e26, without quotes") }
    guard value.isFinite, value > 0 else {
      throw invalid("\(scalar) is not a finite number above zero", "give the number of the legal text")
    }
    guard FigureRange.contains(value) else {
      throw invalid("\(scalar) is beyond any figure", "give a number from 10^-60 to 10^60")
    }
    return value
  }

  /// A positive whole number.
  package func wholeNumber() throws(RulebookError) -> Int {
    guard let scalar, node.scalar?.style == .plain, let value = Int(scalar), value > 0 else {
      throw invalid("not a whole number above zero", "write digits alone, such as 180")
    }
    return value
  }

  package func date() throws(RulebookError) -> CalendarDate {
    guard let scalar, let date = CalendarDate(scalar) else {
      throw invalid("not a date", "write a real day as YYYY-MM-DD")
    }
    return date
  }

  func flag() throws(RulebookError) -> Bool {
    switch scalar {
    case "true": return true
    case "false": return false
    default: throw invalid("neither true nor false", "write one of the two, without quotes")
    }
  }

  /// A case of an enumeration, by its raw value.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ what: String
  ) throws(RulebookError) -> Choice where Choice.RawValue == String {
    guard let scalar, let choice = Choice(rawValue: scalar),
      Choice.allCases.contains(where: { $0.rawValue == scalar })
    else {
      let known = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      throw invalid("\(scalar.map { "'\($0)' is " } ?? "")no \(what)", "use one of \(known)")
    }
    return choice
  }

  /// Where something can be read; marked where the file supposes it.
  func reference() throws(RulebookError) -> String {
    isWhatIf ? "\(WhatIf.mark(file)): \(try text())" : try text()
  }

  func url() throws(RulebookError) -> String {
    let text = try text()
    guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(" ") else {
      throw invalid("'\(text)' is no web address", "give the public address, starting with https://")
    }
    return text
  }

  package func list() throws(RulebookError) -> [YAMLNode] {
    guard let sequence = node.sequence, !sequence.isEmpty else {
      throw invalid("a list is missing", "write at least one entry, each on a line that starts with '- '")
    }
    return sequence.map(part)
  }

  package func texts() throws(RulebookError) -> [String] {
    try list().map { (entry) throws(RulebookError) in try entry.text() }
  }

  /// The entries of a map whose keys are names chosen in the file.
  package func entries() throws(RulebookError) -> [(key: YAMLNode, value: YAMLNode)] {
    guard let mapping = node.mapping, !mapping.isEmpty else {
      throw invalid("a map is missing", "write 'name: value' lines")
    }
    // The parser tells two keys apart that differ in their tags alone.
    var seen: Set<String> = []
    for key in mapping.keys {
      guard let name = key.scalar?.string, !seen.insert(name).inserted else { continue }
      throw part(key).invalid("the key '\(name)' occurs twice", "keep one of them")
    }
    return mapping.map { (key: part($0.key), value: part($0.value)) }
  }

  /// The fields of a map whose keys are those of the format.
  package func fields<Key: FieldKey>(_ keys: Key.Type = Key.self) throws(RulebookError) -> YAMLFields<Key> {
    var fields: [Key: YAMLNode] = [:]
    for (key, value) in try entries() {
      guard let name = key.scalar, let known = Key(rawValue: name) else {
        let names = Key.allCases.map { $0.rawValue }.joined(separator: ", ")
        throw key.invalid(
          "the key \(key.scalar.map { "'\($0)'" } ?? "") is unknown", "use one of \(names)")
      }
      fields[known] = value
    }
    return YAMLFields(parent: self, fields: fields)
  }
}
