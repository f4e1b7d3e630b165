import Foundation
import Testing

@testable import Rulebook

/// One fault planted in a sound file.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let original: String
  let broken: String
  /// LINE:COLUMN of the fault.
  let place: String
  let message: String

  init(_ name: String, _ original: String, _ broken: String, _ place: String, _ message: String) {
    self.name = name
    self.original = original
    self.broken = broken
    self.place = place
    self.message = message
  }

  var testDescription: String { name }

  static let all: [Fault] = [
    Fault(
      "unknown key", "kind: item", "kind: item\ncolour: red", "5:1",
      "the key 'colour' is unknown: use one of id"),
    Fault(
      "missing key", "confidence: verified\nreviewed", "reviewed", "1:1", "the key 'confidence' is missing"),
    Fault("wrong type", "title: Test", "title: [a]", "2:8", "a text is missing"),
    Fault(
      "no map", "  line:\n    quantity: tpp", "  line: 7\n  other:\n    quantity: tpp", "11:9",
      "a map is missing"),
    Fault(
      "unknown quantity", "quantity: tpp\n", "quantity: tps\n", "12:15",
      "'tps' is no quantity: use one of 'tpp'"),
    Fault("unknown unit", "unit: TPP", "unit: TOPS", "13:11", "the unit of tpp is TPP"),
    Fault("unknown operator", "is: \">=\"", "is: \"=>\"", "24:31", "'=>' is no comparison"),
    Fault(
      "unknown fact", "fact: data-centre, is: false", "fact: gaming, is: false", "25:23",
      "'gaming' is no fact"),
    Fault("unknown kind", "kind: item", "kind: items", "4:7", "'items' is no kind of instrument"),
    Fault("undefined parameter", "parameter: line", "parameter: lime", "24:48", "'lime' is not defined"),
    Fault("bad date", "reviewed-on: 2026-01-01", "reviewed-on: 2026-02-30", "7:14", "not a date"),
    Fault(
      "no date of that form", "from: 2024-01-01\n    consequence", "from: 1.1.24\n    consequence", "20:11",
      "not a date"),
    Fault("not a number", "value: 100", "value: many", "15:35", "not a number"),
    Fault("a quoted number", "value: 100", "value: \"100\"", "15:35", "not a number"),
    Fault("NaN", "value: 100", "value: nan", "15:35", "not a number"),
    Fault("YAML NaN", "value: 100", "value: .nan", "15:35", "not a number"),
    Fault("hexadecimal", "value: 100", "value: 0x64", "15:35", "not a number"),
    Fault("infinite", "value: 100", "value: 1e999", "15:35", "1e999 is not a finite number above zero"),
    Fault("negative", "value: 100", "value: -100", "15:35", "-100 is not a finite number above zero"),
    Fault("zero", "value: 100", "value: 0", "15:35", "0 is not a finite number above zero"),
    Fault(
      "value too late", "from: 2024-01-01, value: 100", "from: 2024-01-02, value: 100", "24:48",
      "has no value for some days"),
    Fault(
      "made public too late", "from: 2024-01-01, value: 100",
      "from: 2024-01-01, announced: 2024-01-02, value: 100",
      "15:39", "before it was made public"),
    Fault("repealed", "value: 100", "value: null", "24:48", "has no value for some days"),
    Fault(
      "end before start", "    consequence: C", "    to: 2023-01-01\n    consequence: C", "21:9",
      "the last day lies before the first"),
    Fault("duplicate paragraph", "{id: P2", "{id: P1", "26:10", "the id 'P1' is already used at"),
    Fault("duplicate key", "title: Test", "title: Test\ntitle: Test", "2:1", "the key 'title' occurs twice"),
    Fault("unknown paragraph", "{met: P1}", "{met: P9}", "26:102", "there is no paragraph 'P9' in 'test'"),
    Fault("circle", "{fact: data-centre, is: false}", "{met: P2}", "26:102", "P1 depends on itself"),
    Fault("two heads", "{met: P1}", "{met: P1, fact: data-centre, is: true}", "26:96", "exactly one of"),
    Fault("stray key", "{met: P1}", "{met: P1, is: true}", "26:96", "'is' does not go with 'met'"),
    Fault("unknown expectation", "{P1: yes}", "{P7: yes}", "34:14", "'P7' is neither a paragraph"),
    Fault("unknown answer", "{P1: yes}", "{P1: maybe}", "34:18", "'maybe' is no answer"),
    Fault("no address", "https://example.org", "example.org", "5:47", "is no web address"),
    Fault("syntax", "title: Test", "title: Test: x", "2:12", "YAML syntax: "),
    Fault("tab", "title: Test", "\ttitle: Test", "2:1", "YAML syntax: "),
    Fault("two documents", "title: Test", "---\ntitle: Test", "2:1", "YAML syntax: "),
    Fault("control character", "title: Test", "title: Te\u{1}st", "2:10", "YAML text: "),
    Fault("escape in a text", "title: Test", "title: \"Te\\e[31mst\"", "2:8", "control character"),
    Fault("anchor", "title: Test", "title: &a Test", "2:8", "anchor or alias"),
    Fault("alias", "title: Test", "title: *a", "2:8", "anchor or alias"),
    Fault(
      "vectors not at the end", "expect: {P1: yes}",
      "expect: {P1: yes}\nambiguities:\n  - {question: a, applied: b}", "30:3",
      "the vectors do not end the file"),
    Fault(
      "age of a review", "review-days: 180", "review-days: 1.5", "28:14", "not a whole number above zero"),
    Fault(
      "a place in a paragraph", "{fact: data-centre, is: false}", "{destination: [CN]}", "25:30",
      "where it goes is another question"),
    Fault(
      "a scope that is not defined", "effect: control", "effect: control\n    scope: a", "20:12",
      "the scope 'a' is not defined"),
    Fault(
      "wrong kind", "kind: item", "kind: training", "24:22",
      "tpp does not belong to an instrument of kind training"),
  ]
}

@Suite struct BrokenFileTests {
  private func message(_ folder: RuleFolder) -> String {
    do {
      _ = try Rulebook.load(directory: folder.path)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("the file that the faults are planted in is sound")
  func sound() throws {
    let folder = try RuleFolder(RuleFolder.sound)
    #expect(message(folder) == "no error")
    #expect(try Rulebook.load(directory: folder.path).testFailures() == [])
  }

  @Test("a broken file is named with line, column and remedy", arguments: Fault.all)
  func fault(fault: Fault) throws {
    let text = RuleFolder.sound.replacing(fault.original, with: fault.broken)
    #expect(text != RuleFolder.sound)
    let folder = try RuleFolder(text)
    let message = message(folder)
    #expect(message.hasPrefix("\(folder.file):\(fault.place): "), "\(message)")
    #expect(message.contains(fault.message), "\(message)")
  }

  @Test("an empty file and one of comments alone are refused", arguments: ["", "\n\n", "# nothing\n"])
  func empty(text: String) throws {
    let folder = try RuleFolder(text)
    #expect(message(folder).hasPrefix("\(folder.file):1:1: the file is empty"))
  }

  @Test("bytes that are not UTF-8 are found at their line and column")
  func notUTF8() throws {
    let folder = try RuleFolder(Data("id: test\ntitle: \u{e9}".utf8) + [0xFF, 0x0A])
    #expect(message(folder).hasPrefix("\(folder.file):2:9: the byte is not UTF-8"))
  }

  @Test("an id used in two files is refused in the second")
  func duplicateID() throws {
    let folder = try RuleFolder(RuleFolder.sound)
    try folder.add("second.yaml", RuleFolder.sound)
    #expect(message(folder).hasPrefix("\(folder.path)/second.yaml:1:5: the id 'test' is already used at"))
  }

  @Test(
    "hostile nesting is refused before it costs the parser's stack",
    arguments: [
      String(repeating: "[", count: 400_000), String(repeating: "[\n", count: 400_000),
      String(repeating: "{a: ", count: 100_000), String(repeating: "- ", count: 400_000),
      String(repeating: "? ", count: 400_000),
      (0..<480).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        + String(repeating: " ", count: 481)
        + String(repeating: "[\n", count: 990),
    ])
  func hostileNesting(text: String) throws {
    let folder = try RuleFolder("id: " + text)
    #expect(message(folder).hasPrefix(folder.file + ":"))
  }

  @Test("nesting beyond the limit is refused where it crosses it")
  func depth() throws {
    let nested = (0..<200).map { String(repeating: " ", count: $0) + "not:\n" }.joined()
    let folder = try RuleFolder(nested)
    #expect(message(folder).hasPrefix("\(folder.file):32:32: nested deeper than 32 levels"))
  }

  @Test("a bomb of aliases is refused")
  func aliasBomb() throws {
    let folder = try RuleFolder("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n")
    #expect(message(folder).hasPrefix("\(folder.file):1:4: looks like a YAML anchor or alias"))
  }

  @Test("a file above one megabyte is refused unread")
  func tooLarge() throws {
    let folder = try RuleFolder(String(repeating: "# a comment\n", count: 100_000))
    #expect(message(folder).contains("larger than 1,000,000 bytes"))
  }

  @Test("a folder that is not there, or holds no rules, is named")
  func noFolder() throws {
    #expect(throws: RulebookError.self) { try Rulebook.load(directory: "/nowhere/at/all") }
    let folder = try RuleFolder("")
    try FileManager.default.removeItem(atPath: folder.file)
    #expect(message(folder) == "\(folder.path): holds no *.yaml file; name the folder of the rule files")
  }
}

@Suite struct BrokenScopeTests {
  static let scope = """
    scopes:
      s:
        - from: 2024-01-01
          reach: {destination: ["D:5", MO], except: [US]}
          reference: there
          confidence: verified
    paragraphs:
      - id: P1
        scope: s

    """

  @Test(
    "a broken scope is named with its place",
    arguments: [
      ("\"D:5\"", "\"D:9\"", "'D:9' is no country and no group of countries"),
      ("MO", "QQ", "'QQ' is no country and no group of countries"),
      ("{destination: [\"D:5\", MO], except: [US]}", "{destination: []}", "a list is missing"),
      ("{destination: [\"D:5\", MO], except: [US]}", "{except: [US]}", "exactly one of"),
      ("{destination: [\"D:5\", MO], except: [US]}", "{met: P2}", "a scope tests places and facts"),
      (
        "from: 2024-01-01\n      reach", "from: 2024-01-02\n      reach",
        "has no version under 'codified' on 2024-01-01"
      ),
      ("confidence: verified", "confidence: memory", "'memory' is no confidence"),
      ("reference: there\n", "reference: there\n      under: [practised]\n", "'practised' is no standing"),
    ])
  func broken(original: String, broken: String, message: String) throws {
    let sound = RuleFolder.sound.replacing("paragraphs:\n  - id: P1\n", with: Self.scope)
    #expect(sound != RuleFolder.sound)
    let whole = try RuleFolder(sound)
    _ = try Rulebook.load(directory: whole.path)
    let scope = Self.scope.replacing(original, with: broken)
    #expect(scope != Self.scope)
    let folder = try RuleFolder(RuleFolder.sound.replacing("paragraphs:\n  - id: P1\n", with: scope))
    #expect {
      try Rulebook.load(directory: folder.path)
    } throws: {
      "\($0)".hasPrefix("\(folder.file):") && "\($0)".contains(message)
    }
  }

  @Test("a rule file without its vectors reads the same but for them, and a fault in them is not met")
  func withoutTests() throws {
    let folder = try RuleFolder(RuleFolder.sound.replacing("expect: {P1: yes}", with: "expect: {P1: maybe}"))
    #expect(throws: RulebookError.self) { try Rulebook.load(directory: folder.path) }
    let rulebook = try Rulebook.load(directory: folder.path, withTests: false)
    #expect(rulebook.instruments[0].tests.isEmpty)
    #expect(rulebook.instruments[0].paragraphs.count == 2)
  }

  @Test(
    "damage at the vectors or behind them is found by who does not read vectors",
    arguments: [
      ("x: [\n", "YAML syntax"), ("id: test\n", "occurs twice"), ("bogus: 1\n", "'bogus' is unknown"),
      ("  x: [\n", "YAML syntax"), ("   \"\n", "YAML syntax"),
      ("ambiguities:\n  - {question: q, applied: a}\n", "do not end the file"),
      ("---\nid: other\n", "YAML"), ("  - {name: cut", "YAML syntax"),
    ])
  func behindTheVectors(damage: String, message: String) throws {
    let folder = try RuleFolder(RuleFolder.sound + damage)
    for withTests in [true, false] {
      let error = try #require(throws: RulebookError.self) {
        try Rulebook.load(directory: folder.path, withTests: withTests)
      }
      #expect(error.isAboutData && error.description.contains(message), "\(error)")
    }
  }

  @Test(
    "a rule file that ends before its vectors is broken, with and without them", arguments: [true, false])
  func cutShort(withTests: Bool) throws {
    let end = try #require(RuleFolder.sound.range(of: "tests:"))
    let folder = try RuleFolder(String(RuleFolder.sound[..<end.lowerBound]))
    let error = try #require(throws: RulebookError.self) {
      try Rulebook.load(directory: folder.path, withTests: withTests)
    }
    #expect(error.description.contains("the key 'tests' is missing"))
  }

  @Test("every shipped file lets its vectors be left out, so that a question does not parse them")
  func shippedEnds() throws {
    for path in try RuleFile.paths(in: Shipped.directory) {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let end = try #require(RuleFileEnd(key: "tests").position(in: data), "\(path)")
      #expect(String(decoding: data[..<end], as: UTF8.self).hasSuffix("\ntests:\n"))
    }
  }
}
