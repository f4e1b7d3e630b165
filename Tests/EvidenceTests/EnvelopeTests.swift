import Foundation
import Testing

@testable import Evidence

/// Envelopes as DSSE has them, and JSON that is read in one way only.
@Suite struct EnvelopeTests {
  @Test("the pre-authentication encoding is that of the specification's example, and counts bytes")
  func encoding() {
    func text(_ type: String, _ body: String) -> String {
      String(
        decoding: Envelope.preAuthenticationEncoding(type: type, body: Data(body.utf8)), as: UTF8.self)
    }
    #expect(
      text("http://example.com/HelloWorld", "hello world")
        == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
    #expect(text("", "") == "DSSEv1 0  0 ")
    #expect(text("ü", "€") == "DSSEv1 2 ü 3 €")
  }

  @Test("the specification's own envelope is read, in either base64")
  func specification() throws {
    let signature = "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="
    for text in [signature, signature.replacing("+", with: "-").replacing("/", with: "_")] {
      let json =
        "{\"payload\": \"aGVsbG8gd29ybGQ=\",\n \"payloadType\": \"http://example.com/HelloWorld\",\n \"signatures\": [{\"sig\": \"\(text)\"}]}"
      let envelope = try Envelope(json: Data(json.utf8), name: "example")
      #expect(envelope.payload == Data("hello world".utf8))
      #expect(envelope.signatures.map(\.keyID) == [nil])
      #expect(envelope.signatures[0].bytes.count == 64)
      // ECDSA, which no Ed25519 key can have made.
      #expect(envelope.signers(among: [SigningKey().verificationKey]).isEmpty)
    }
    #expect(Base64.data("-+==") == nil)
    #expect(Base64.data("aGVsbG8") == nil)
  }

  @Test(
    "an envelope is signed, written, read and verified, and of several signatures one sound one is enough")
  func roundTrip() throws {
    let key = SigningKey()
    let envelope = try Envelope(signing: Data("{}".utf8), by: key)
    let again = try Envelope(json: envelope.json, name: "envelope")
    #expect(again == envelope)
    #expect(
      again.signers(among: [SigningKey().verificationKey, key.verificationKey]) == [key.verificationKey])
    let several = Envelope(
      payload: envelope.payload, payloadType: envelope.payloadType,
      signatures: [.init(keyID: "nobody's", bytes: Data(count: 64))] + envelope.signatures)
    #expect(several.signers(among: [key.verificationKey]) == [key.verificationKey])
  }

  @Test(
    "what RFC 8259 does not allow, and what two readers could read in two ways, is refused with its place",
    arguments: [
      ("", "1:1: it ends"), ("{\"a\":1,}", "1:8"), ("[1,]", "no JSON value"), ("[1 2]", "a comma or its end"),
      ("01", "no JSON value"),
      ("1.", "lacks digits"), ("1e", "lacks digits"), ("-", "no JSON value"), ("+1", "no JSON value"),
      (".5", "no JSON value"),
      ("NaN", "no JSON value"), ("Infinity", "no JSON value"), ("1e999", "beyond"), ("tru", "no JSON value"),
      ("\"\u{1}\"", "control character"), ("\"a", "no end"), ("\"\\x\"", "unknown escape"),
      ("\"\\ud800\"", "half a surrogate"),
      ("\"\\udc00\"", "half a surrogate"), ("\"\\ud800\\u0041\"", "half a surrogate"),
      ("\"\\u12g4\"", "four digits"),
      ("{\"a\":1,\"a\":2}", "stands twice"), ("{\"a\":1,\"\\u0061\":2}", "stands twice"),
      ("{a:1}", "lacks a name"),
      ("{\"a\" 1}", "colon"), ("1 2", "something follows"), ("/* */1", "no JSON value"),
      ("\u{feff}1", "no JSON value"),
      (
        "{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"5\":2}",
        "\"5\" stands twice"
      ),
      ("[\n1,\n  x]", "3:3"),
    ])
  func strict(text: String, words: String) {
    let error = #expect(throws: EvidenceError.self) { try JSONText(Data(text.utf8), name: "FILE").value() }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test("nesting is bounded, and bytes that are no UTF-8 are no JSON")
  func bounds() throws {
    for count in [64, 65, 1_000_000] {
      let text = String(repeating: "[", count: count) + String(repeating: "]", count: count)
      if count <= 64 {
        _ = try JSONText(Data(text.utf8)).value()
      } else {
        #expect(throws: EvidenceError.self) { try JSONText(Data(text.utf8)).value() }
      }
    }
    #expect(throws: EvidenceError.self) { try JSONText(Data([0x22, 0xff, 0x22])).value() }
  }

  @Test("values are read as they are: whole numbers to 64 bits, escapes, every kind")
  func values() throws {
    let text =
      "{\"a\":[18446744073709551615,-9223372036854775808,1.5e-3,0,-0],\"b\":\"\\u00e4\\ud83d\\ude00\\n\\/ü\",\"c\":[true,false,null,{}]}"
    let value = try JSONText(Data(text.utf8)).value()
    #expect(
      value["a"]?.array == [
        .number(.whole(isNegative: false, magnitude: .max)),
        .number(.whole(isNegative: true, magnitude: 1 << 63)),
        .number(.real(0.0015)), .number(.whole(isNegative: false, magnitude: 0)),
        .number(.whole(isNegative: false, magnitude: 0)),
      ])
    #expect(value["b"]?.string == "ä😀\n/ü")
    #expect(value["c"]?.array == [.bool(true), .bool(false), .null, .object([])])
    #expect(JSONValue.Number.whole(isNegative: false, magnitude: 2) == .real(2))
  }

  @Test("the first difference is a cause, with its path and both values")
  func differences() throws {
    func first(_ one: String, _ other: String) throws -> JSONDifference? {
      JSONDifference.first(
        in: "f", recorded: try JSONText(Data(one.utf8)).value(),
        derived: try JSONText(Data(other.utf8)).value())
    }
    #expect(try first("{\"a\":1.0,\"b\":[]}", "{\"b\":[],\"a\":1}") == nil)
    #expect(try first("[1,2]", "[1,2,3]")?.path == "$[2]")
    #expect(try first("[1,2]", "[1,2,3]")?.recorded == "nothing")
    let cause = try first(
      "{\"reason\":\"x\",\"samples\":[{\"tops\":1}]}", "{\"reason\":\"y\",\"samples\":[{\"tops\":2}]}")
    #expect(cause?.path == "$.samples[0].tops" && cause?.recorded == "1" && cause?.derived == "2")
    let value = try JSONText(Data("{\"schemaVersion\":\"2.1.0\"}".utf8)).value()
    let later = try JSONText(Data("{\"schemaVersion\":\"2.2.0\",\"added\":1}".utf8)).value()
    #expect(
      JSONDifference.first(in: "f", recorded: value, derived: later, fromEarlierVersion: true) == nil)
    #expect(
      JSONDifference.first(in: "f", recorded: later, derived: value, fromEarlierVersion: true)?.path
        == "$.added")
  }
}
