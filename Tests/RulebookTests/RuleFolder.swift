import Foundation

/// A folder with one rule file and the shipped countries, deleted with the value.
final class RuleFolder {
  let path: String
  let file: String

  convenience init(_ text: String) throws { try self.init(Data(text.utf8)) }

  init(_ data: Data) throws {
    path = NSTemporaryDirectory() + "rulebook-\(UUID().uuidString)"
    file = path + "/rule.yaml"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: file))
    try FileManager.default.createSymbolicLink(
      atPath: path + "/countries", withDestinationPath: Shipped.directory + "/countries")
  }

  func add(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A small instrument without faults.
  static let sound = """
    id: test
    title: Test
    jurisdiction: Nowhere
    kind: item
    citation: {section: one, reference: two, url: https://example.org, retrieved: 2026-01-01}
    confidence: verified
    reviewed-on: 2026-01-01
    status:
      - {what: codified, value: true, from: 2024-01-01, reference: there, confidence: verified}
    parameters:
      line:
        quantity: tpp
        unit: TPP
        values:
          - {from: 2024-01-01, value: 100, reference: there, confidence: verified}
    paragraphs:
      - id: P1
        title: first
        effect: control
        from: 2024-01-01
        consequence: Controlled.
        condition:
          all:
            - {quantity: tpp, is: ">=", parameter: line}
            - not: {fact: data-centre, is: false}
      - {id: P2, title: second, effect: relief, from: 2024-01-01, consequence: Relief., condition: {met: P1}}
    not-modelled: [the rest]
    review-days: 180
    tests:
      - name: one
        on: 2024-01-01
        figures: {tpp: 100}
        facts: {data-centre: true}
        expect: {P1: yes}

    """
}

extension String {
  func replacing(_ part: String, with other: String) -> String {
    replacingOccurrences(of: part, with: other)
  }
}
