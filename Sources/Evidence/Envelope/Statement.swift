import Foundation

/// What is signed: an in-toto statement, version 1 (in-toto/attestation, spec/v1/statement.md), that names every file of a
/// bundle and says what they show.
struct Statement: Codable, Equatable, Sendable {
  /// A file of the bundle.
  struct Subject: Codable, Equatable, Sendable {
    struct DigestSet: Codable, Equatable, Sendable {
      let sha256: String
    }

    /// Its path in the bundle, with "/" between folders.
    let name: String
    let digest: DigestSet

    init(name: String, sha256: String) {
      self.name = name
      digest = DigestSet(sha256: sha256)
    }
  }

  let type: String
  let subject: [Subject]
  let predicateType: String
  let predicate: EvidencePredicate

  static let type = "https://in-toto.io/Statement/v1"
  /// docs/bundle.md describes it. An experimental URN: Assay has no domain to name it by.
  static let predicateType = "urn:x-assay:evidence-bundle:v1"

  private enum CodingKeys: String, CodingKey {
    case type = "_type"
    case subject, predicateType, predicate
  }

  /// - Parameters:
  ///   - files: what the bundle holds, by path.
  ///   - digests: of further files that are not held in memory.
  init(files: [String: Data], digests: [String: String] = [:], predicate: EvidencePredicate) {
    type = Self.type
    let all = files.mapValues { Digest.sha256($0) }.merging(digests) { own, _ in own }
    subject = all.sorted { $0.key < $1.key }.map { Subject(name: $0.key, sha256: $0.value) }
    predicateType = Self.predicateType
    self.predicate = predicate
  }

  /// Reads a statement of this kind.
  /// - Throws: `EvidenceError.unreadable` with what is wrong.
  init(json data: Data, name: String) throws(EvidenceError) {
    let value = try JSONText(data, name: name).value()
    guard value["_type"]?.string == Self.type else {
      throw .unreadable(
        "\(name): _type is \(value["_type"]?.brief ?? "absent") where an in-toto statement has \"\(Self.type)\""
      )
    }
    guard value["predicateType"]?.string == Self.predicateType else {
      throw .unreadable(
        "\(name): predicateType is \(value["predicateType"]?.brief ?? "absent"); this version reads "
          + "\"\(Self.predicateType)\"")
    }
    do throws(DecodingError) {
      self = try Statement(canonicalJSON: data)
    } catch {
      throw .unreadable("\(name): \(error.place)")
    }
    // Nothing may stand in the statement that the comparison with what follows would not see.
    if let stray = JSONDifference.first(in: name, recorded: value, derived: try jsonValue) {
      throw .unreadable("\(name): \(stray.path) is \(stray.recorded), of which this version knows nothing")
    }
  }

  /// - Throws: `EvidenceError.unreadable` with the first name that no file of a bundle may have, or digest that is none.
  func checkSubjects(_ statement: String) throws(EvidenceError) {
    var seen: Set<String> = []
    for subject in subject {
      guard BundleName.isSound(subject.name) else {
        throw .unreadable(
          "\(statement): '\(subject.name.printable)' is no name of a file inside a bundle")
      }
      guard seen.insert(subject.name).inserted else {
        throw .unreadable("\(statement): names \(subject.name) twice")
      }
      guard Digest.isSHA256(subject.digest.sha256) else {
        throw .unreadable("\(statement): no SHA-256 stands by \(subject.name)")
      }
    }
  }
}

extension DecodingError {
  /// Where and what, in words.
  var place: String {
    func path(_ keys: [any CodingKey]) -> String {
      "$" + keys.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue.printable)" }.joined()
    }
    switch self {
    case .keyNotFound(let key, let context):
      return "nothing called '\(key.stringValue)' at \(path(context.codingPath))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "something else than expected at \(path(context.codingPath))"
    case .dataCorrupted(let context):
      return "\(context.debugDescription.printable) at \(path(context.codingPath))"
    @unknown default:
      return "not what Assay writes"
    }
  }
}
