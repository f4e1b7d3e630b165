import Foundation
import Testing

@testable import Rulebook

@Suite struct BrokenRulesTests {
  static let sound = """
    id: test
    title: A test
    jurisdiction: XX
    kind: item
    confidence: verified
    reviewed-on: 2026-01-01
    citation: {section: s, reference: r, url: "https://example.org", retrieved: 2026-01-01}
    parameters:
      line:
        quantity: tpp
        values:
          - {from: 2024-01-01, value: 100, reference: r, confidence: verified}
    paragraphs:
      - id: p
        title: t
        from: 2024-01-01
        consequence: c
        when:
          limb: {is: ">=", parameter: line}
    """

  static func error(_ files: [String: Data]) throws -> RulebookError? {
    let directory = NSTemporaryDirectory() + "assay-rules-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    for (name, data) in files { try data.write(to: URL(fileURLWithPath: "\(directory)/\(name)")) }
    do {
      _ = try Rulebook.load(directory: directory)
      return nil
    } catch { return error }
  }

  @Test("the sound file is sound")
  func soundFile() throws {
    #expect(try Self.error(["a.yaml": Data(Self.sound.utf8)]) == nil)
  }

  @Test(
    "each kind of breakage is named with file, line, column and remedy",
    arguments: [
      ("kind: item", "kind: thing", "a.yaml:4:7: 'thing' is none of item, allowance, training"),
      ("kind: item", "kin: item", "a.yaml:4:1: unknown key 'kin'"),
      ("kind: item\n", "", "the key 'kind' is missing"),
      ("value: 100", "value: ten", "a.yaml:12:35: 'ten' is not a number"),
      ("value: 100", "value: .nan", "not a number"),
      ("value: 100", "value: 1e999", "not a number"),
      ("value: 100", "value: -1", "not a number from 0"),
      ("reviewed-on: 2026-01-01", "reviewed-on: 2026-02-30", "a.yaml:6:14: '2026-02-30' is not a date"),
      ("quantity: tpp", "quantity: speed", "'speed' is none of tpp"),
      ("is: \">=\"", "is: \"=>\"", "'=>' is none of >=, >, <, <="),
      ("parameter: line", "parameter: lien", "no parameter 'lien': define it"),
      (
        "    from: 2024-01-01\n    consequence", "    from: 2020-01-01\n    consequence",
        "has no value on 2020-01-01"
      ),
      ("      limb: {is", "      limbo: {is", "unknown key 'limbo'"),
      ("    limb: {is: \">=\", parameter: line}", "    all: []", "is empty: list at least one"),
      (
        "    limb: {is: \">=\", parameter: line}", "    paragraph: q",
        "refers to the paragraph 'q', which no file has"
      ),
      ("    limb: {is: \">=\", parameter: line}", "    paragraph: p", "refers to itself"),
      ("title: A test", "title: &x A test", "anchors and aliases are not read"),
      ("title: A test", "title: \"A test", "not YAML"),
      ("title: A test", "title: A test\ntitle: B", "title"),
      ("paragraphs:", "paragraphs: {}\nx:", "a.yaml:"),
      ("id: test\n", "- id: test\n", "a.yaml:"),
    ])
  func broken(old: String, new: String, message: String) throws {
    let text = Self.sound.replacingOccurrences(of: old, with: new)
    #expect(text != Self.sound)
    let error = try #require(try Self.error(["a.yaml": Data(text.utf8)]))
    #expect(error.description.contains(message), "\(error)")
    #expect(error.description.contains("a.yaml:"))
  }

  @Test("every broken file of a directory is reported")
  func several() throws {
    let error = try Self.error([
      "a.yaml": Data("kind: x".utf8), "b.yaml": Data(), "c.yaml": Data(Self.sound.utf8),
    ])
    #expect(error?.description.contains("a.yaml:1") == true)
    #expect(error?.description.contains("b.yaml:1:1: empty") == true)
  }

  @Test("the same id in two files is refused")
  func duplicateID() throws {
    let data = Data(Self.sound.utf8)
    #expect(try Self.error(["a.yaml": data, "b.yaml": data])?.description.contains("another file's") == true)
  }

  @Test("garbage, too large and missing are errors, not crashes")
  func garbage() throws {
    #expect(try Self.error(["a.yaml": Data([0xff, 0xfe, 0])])?.description.contains("UTF-8") == true)
    #expect(try Self.error(["a.yaml": Data(count: 2 << 20)])?.description.contains("larger than") == true)
    #expect(try Self.error([:])?.description.contains("no *.yaml") == true)
    #expect(throws: RulebookError.self) { try Rulebook.load(directory: "/nonexistent") }
    let deep = String(repeating: "[", count: 5000)
    #expect(try Self.error(["a.yaml": Data("tests: \(deep)".utf8)]) != nil)
    let nested = (0..<100).map { String(repeating: " ", count: 8 + $0) + "not:\n" }.joined()
    let text = Self.sound.replacingOccurrences(
      of: "      limb: {is: \">=\", parameter: line}",
      with: nested + String(repeating: " ", count: 108) + "fact: data-centre")
    #expect(try Self.error(["a.yaml": Data(text.utf8)])?.description.contains("nests deeper") == true)
  }
}
