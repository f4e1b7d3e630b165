import Foundation
import Rating

/// The signers that a verifier trusts: a file with a JSON object a line.
///
///     {"name":"Example Lab","key":"MCowBQYDK2VwAyEA…","from":"2026-01-01","until":"2027-12-31"}
///
/// `key` is the public key's DER in base64, as it stands in its PEM file. `from` and `until`, both days included, may be
/// absent; so may `keyid`, which must be the key's where it stands. Empty lines and such that begin with # do not count.
public struct TrustFile: Sendable {
  /// Somebody whose statements are taken as theirs.
  public struct Signer: Equatable, Sendable {
    public let name: String
    public let key: VerificationKey
    /// The first and the last day on which the key signs; `nil` where it is not limited.
    public let from: CalendarDate?
    public let until: CalendarDate?
  }

  public let path: String
  public let signers: [Signer]

  private static let largest = 4 << 20

  /// Reads the file.
  /// - Throws: `EvidenceError.unreadable` with file, line and remedy.
  public init(path: String) throws(EvidenceError) {
    self.path = path
    let data = try SmallFile.read(path, limit: Self.largest).data
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable("\(path): not UTF-8; write one JSON object a line")
    }
    var signers: [Signer] = []
    var places: [Data: Int] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimmingCharacters(in: .whitespacesAndNewlines)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let place = "\(path):\(index + 1)"
      let signer = try Self.signer(line, place)
      if let other = places.updateValue(signers.count, forKey: signer.key.der) {
        throw .unreadable(
          "\(place): the key of \(signer.name.printable) is already that of \(signers[other].name.printable); keep one line a key"
        )
      }
      signers.append(signer)
    }
    guard !signers.isEmpty else {
      throw .unreadable("\(path): names no signer; `assay key show FILE --name NAME` prints a line for one")
    }
    self.signers = signers
  }

  /// The line that says who a key belongs to.
  public static func line(name: String, key: VerificationKey) -> String {
    struct Line: Encodable {
      let name: String
      let key: String
      let keyid: String
    }
    let line = Line(name: name, key: key.der.base64EncodedString(), keyid: key.id)
    return String(decoding: line.canonicalJSON, as: UTF8.self)
  }

  private static func signer(_ line: String, _ place: String) throws(EvidenceError) -> Signer {
    let value = try JSONText(Data(line.utf8), name: place).value()
    let known: Set = ["name", "key", "keyid", "from", "until"]
    guard let members = value.members else {
      throw .unreadable("\(place): no JSON object; write {\"name\":…, \"key\":…}")
    }
    for member in members {
      guard known.contains(member.name) else {
        throw .unreadable(
          "\(place): an unknown member '\(member.name.printable)'; there are name, key, keyid, from and until"
        )
      }
      guard member.value.string != nil else {
        throw .unreadable("\(place): '\(member.name)' is no text; quote it")
      }
    }
    guard let name = value["name"]?.string, !name.isEmpty, name == name.printable else {
      throw .unreadable(
        "\(place): name the signer under \"name\", in at most 120 characters that can be printed")
    }
    guard let text = value["key"]?.string, let der = Data(base64Encoded: text),
      let key = VerificationKey(der: der)
    else {
      throw .unreadable(
        "\(place): no Ed25519 key under \"key\"; `assay key show FILE --name NAME` prints the line")
    }
    if let id = value["keyid"]?.string, id != key.id {
      throw .unreadable("\(place): keyid \(id.printable) is not that of the key, which is \(key.id)")
    }
    let from = try day(value, "from", place)
    let until = try day(value, "until", place)
    if let from, let until, until < from {
      throw .unreadable("\(place): until \(until) lies before from \(from)")
    }
    return Signer(name: name, key: key, from: from, until: until)
  }

  private static func day(_ value: JSONValue, _ name: String, _ place: String) throws(EvidenceError)
    -> CalendarDate?
  {
    guard let text = value[name]?.string else { return nil }
    guard let date = CalendarDate(text) else {
      throw .unreadable("\(place): '\(text.printable)' under \"\(name)\" is no day; write it as 2026-11-28")
    }
    return date
  }
}
