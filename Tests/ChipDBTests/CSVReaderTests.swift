import Foundation
import Testing

@testable import ChipDB

@Suite struct CSVReaderTests {
  static func records(_ bytes: some Sequence<UInt8>) throws(DataProblem) -> [CSVRecord] {
    var reader = CSVReader(bytes.makeIterator(), file: "t.csv")
    var records: [CSVRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  static func texts(_ text: String) throws(DataProblem) -> [[String]] {
    try records(text.utf8).map { $0.fields.map(\.text) }
  }

  @Test(
    "what the field writes is read",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("\u{FEFF}a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r1,2", [["a", "b"], ["1", "2"]]),
      ("a,\"b,\"\"c\"\"\nd\"\n", [["a", "b,\"c\"\nd"]]),
      ("寒武纪,昇腾\n", [["寒武纪", "昇腾"]]),
      ("Ａ,b", [["Ａ", "b"]]),
      ("a,\n,b", [["a", ""], ["", "b"]]),
      ("a,", [["a", ""]]),
      ("\n\n\na\n\n", [["a"]]),
      ("", []), ("\u{FEFF}", []),
      ("\"\"", [[""]]),
    ])
  func reads(text: String, expected: [[String]]) throws {
    #expect(try Self.texts(text) == expected)
  }

  @Test(
    "a byte order mark that is cut off is text, not a crash", arguments: [[0xef], [0xef, 0xbb] as [UInt8]])
  func cutByteOrderMark(bytes: [UInt8]) {
    #expect(throws: DataProblem.self) { try Self.records(bytes) }
  }

  @Test("every field carries the line and the column, in characters, where it begins")
  func positions() throws {
    let records = try Self.records("寒,b\r\n\"x\r\ny\",\"z\"\r\n\r\nw\n".utf8)
    let places = records.map { $0.fields.map { "\($0.line):\($0.column)" } }
    #expect(places == [["1:1", "1:3"], ["2:1", "3:4"], ["5:1"]])
    #expect(records.map(\.line) == [1, 2, 5])
  }

  @Test(
    "what is not CSV is refused at its place",
    arguments: [
      ("a,b\n\"c", "t.csv:2:1: a quote that never closes"),
      ("a,\"b\"c\n", "t.csv:1:6: text behind"),
      ("x\ny,\"a\nb", "t.csv:2:3: a quote that never closes"),
      ("寒,\"", "t.csv:1:3: a quote that never closes"),
      ("a,5\" card\n", "t.csv:1:4: a quote inside"),
      ("a, \"b\"\n", "t.csv:1:4: a quote inside"),
    ])
  func refuses(text: String, place: String) {
    let error = #expect(throws: DataProblem.self) { try Self.texts(text) }
    #expect(error?.description.hasPrefix(place) == true, "\(String(describing: error))")
  }

  @Test("bytes that are not UTF-8 are refused at their field")
  func notUTF8() {
    let error = #expect(throws: DataProblem.self) {
      try Self.records([0x61, 0x2c, 0xff, 0xfe, 0x0a] as [UInt8])
    }
    #expect(error?.description == "t.csv:1:3: not UTF-8 text: save the file as UTF-8")
  }

  @Test("a quote that swallows a mebibyte is refused where it opens, without reading the rest")
  func endlessQuote() {
    var count = 0
    let stream = AnyIterator<UInt8> {
      count += 1
      return count == 1 ? UInt8(ascii: "\"") : UInt8(ascii: "a")
    }
    var reader = CSVReader(stream, file: "t.csv")
    let error = #expect(throws: DataProblem.self) { try reader.next() }
    #expect(error?.description.hasPrefix("t.csv:1:1: a field longer than 1 MiB") == true)
    #expect(count < 2 << 20)
  }

  @Test("whatever is written is read back, with any line end, from memory or from a file", arguments: 1...40)
  func roundTrip(seed: UInt64) throws {
    var generator = Generator(state: seed)
    let letters: [Character] = ["a", ",", "\"", "\n", "\r", "é", "昇", "🦊", " ", "1", "\u{FEFF}"]
    let records = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
      (0..<3).map { _ in
        String(
          (0..<Int.random(in: 0...6, using: &generator)).map { _ in letters.randomElement(using: &generator)!
          })
      }
    }
    let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &generator)!
    let text = records.map { $0.map(Self.written).joined(separator: ",") + lineEnd }.joined()
    let bytes = Array(text.utf8)
    #expect(
      try Self.records(bytes).map { $0.fields.map { Array($0.text.unicodeScalars) } }
        == records.map { $0.map { Array($0.unicodeScalars) } })

    let tables = try SyntheticTables()
    try tables.write(Data(bytes), to: "any")
    let file = IteratorSequence(try FileBytes(path: tables.path("any")))
    #expect(Array(file) == bytes)
  }

  /// A field as RFC 4180 has it.
  static func written(_ field: String) -> String {
    "\"" + field.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }

  @Test("a file longer than a piece is read whole, and one above its limit is a failure")
  func files() throws {
    let tables = try SyntheticTables()
    let bytes = (0..<200_001).map { UInt8(truncatingIfNeeded: $0) }
    try tables.write(Data(bytes), to: "long")
    #expect(Array(IteratorSequence(try FileBytes(path: tables.path("long")))) == bytes)
    #expect(throws: ChipDBError.self) { try FileBytes(path: tables.path("long"), limit: 100_000) }
    let endless = try FileBytes(path: "/dev/zero", limit: 100_000)
    while endless.next() != nil {}
    #expect(endless.failure?.description.contains("longer than") == true)
    let directory = try FileBytes(path: tables.directory)
    #expect(directory.next() == nil)
    #expect(directory.failure != nil)
  }

  /// SplitMix64, so that a failure can be repeated.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }
}
