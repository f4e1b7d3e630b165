import Testing

@testable import ChipDB

@Suite struct CSVReaderTests {
  static func records(_ text: String) throws -> [[String]] { try records(Array(text.utf8)) }

  static func records(_ bytes: [UInt8]) throws -> [[String]] {
    var reader = CSVReader(bytes.makeIterator(), file: "t.csv")
    var records: [[String]] = []
    while let record = try reader.next() { records.append(record.fields.map(\.text)) }
    return records
  }

  @Test(
    "what the field writes is read",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("\u{FEFF}a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("a,\"b,\"\"c\"\"\nd\"\n", [["a", "b,\"c\"\nd"]]),
      ("寒武纪,昇腾\n", [["寒武纪", "昇腾"]]),
      ("a,\n,b", [["a", ""], ["", "b"]]),
      ("\n\n\na\n\n", [["a"]]),
      ("", []),
      ("\"\"", [[""]]),
    ])
  func reads(text: String, expected: [[String]]) throws {
    #expect(try Self.records(text) == expected)
  }

  @Test(
    "what is not CSV is refused at its place",
    arguments: [
      ("a,b\n\"c", "t.csv:2:1"), ("a,\"b\"c\n", "t.csv:1:6"), ("x\ny,\"a\nb", "t.csv:2:3"),
      ("寒,\"", "t.csv:1:3"),
    ])
  func refuses(text: String, place: String) {
    let error = #expect(throws: CSVError.self) { try Self.records(text) }
    #expect(error?.problem.description.hasPrefix(place) == true)
  }

  @Test("bytes that are not UTF-8 are refused at their field")
  func notUTF8() {
    let error = #expect(throws: CSVError.self) { try Self.records([0x61, 0x2c, 0xff, 0xfe, 0x0a]) }
    #expect(error?.problem.description.hasPrefix("t.csv:1:3: not UTF-8") == true)
  }

  @Test("whatever is written is read back")
  func roundTrip() throws {
    var generator = SystemRandomNumberGenerator()
    let letters: [Character] = ["a", ",", "\"", "\n", "é", "昇", " ", "1"]
    for _ in 0..<300 {
      let records = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        (0..<3).map { _ in
          String((0..<Int.random(in: 0...5, using: &generator)).map { _ in letters.randomElement()! })
        }
      }
      let text = records.map { record in
        record.map {
          "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        .joined(separator: ",")
      }.joined(separator: "\n")
      #expect(try Self.records(text) == records)
    }
  }
}
