import Foundation
import Rating
import Report

/// The footnote that a report which quotes a bundle must carry: what, where, when, which tier, by which tool and
/// definition, and who has verified it.
public struct Citation: Encodable, Sendable {
  /// How a citation is written.
  public enum Format: String, CaseIterable, Sendable {
    case text, bibtex, latex, all
  }

  public let text: String
  public let bibtex: String
  public let latex: String

  /// - Returns: `nil` for a bundle that has not been verified: it cannot be cited.
  public init?(_ verification: Verification) {
    guard verification.isVerified, let predicate = verification.predicate,
      let digest = verification.statementDigest, let signer = verification.signer
    else { return nil }
    let parts = Parts(predicate, digest: digest, signer: signer, verification)
    text = parts.sentence
    latex = "\\footnote{\(LaTeXText.escaped(parts.sentence))}"
    bibtex = parts.entry
  }

  /// The citation in one format, or one after the other in all.
  public func rendered(_ format: Format) -> String {
    switch format {
    case .text: text + "\n"
    case .bibtex: bibtex + "\n"
    case .latex: latex + "\n"
    case .all: [text, bibtex, latex].joined(separator: "\n\n") + "\n"
    }
  }

  private struct Parts {
    let title: String
    let figures: String
    let made: String
    let checked: String
    let challenge: String
    let author: String
    let day: String
    let digest: String

    init(
      _ predicate: EvidencePredicate, digest: String, signer: Verification.Signer,
      _ verification: Verification
    ) {
      let tool = "\(predicate.tool.name.printable) \(predicate.tool.version.printable)"
      title = "Rating of \(predicate.measured.summary)"
      figures = Self.figures(predicate)
      day = String(predicate.generated.printable.prefix(10))
      let worth =
        predicate.isEvidence
        ? "record tier, which counts as evidence" : "\(predicate.tier.printable) tier, no evidence"
      made =
        "\(worth); measured \(predicate.generated.printable) by \(tool), method \(predicate.tool.methodVersion.printable)"
      self.digest = digest
      challenge = verification.challenge.map { "; \(Self.challenge($0))" } ?? ""
      author = signer.name ?? "key \(signer.keyID.prefix(16))"
      let name = signer.name.map { "\($0), whose key \(signer.keyID.prefix(16)) is trusted" }
      checked =
        "signed by \(name ?? "key \(signer.keyID.prefix(16)), which the verifier has not said to trust"); verified with "
        + "assay \(verification.verifiedWith) on \(verification.verified.prefix(10))"
    }

    private static func figures(_ predicate: EvidencePredicate) -> String {
      let headline = predicate.headline
      guard let tpp = headline.demonstratedTPP else { return predicate.withoutHeadline }
      let governing = headline.governingPrecision.map { " (\($0.label))" } ?? ""
      let equivalent = headline.equivalent.flatMap { equivalent in
        equivalent.value.map {
          "; \(NumberFormat.number($0)) under definition \(equivalent.definition.printable) "
            + "(\(NumberFormat.exact(equivalent.constant)) \(equivalent.unit.printable))"
        }
      }
      let part = headline.part.map { part in
        let others = headline.parts?.count ?? 1
        return " of \(part.printable)" + (others > 1 ? ", the highest of \(others) parts" : "")
      }
      return "demonstrated TPP \(NumberFormat.number(tpp))\(governing)\(part ?? "")\(equivalent ?? "")"
    }

    /// Which challenge was answered, and what that shows.
    private static func challenge(_ finding: ChallengeFinding) -> String {
      let verdict = finding.verdict
      let nonce = "nonce \(verdict.challenge.nonce.prefix(16))…, issued \(verdict.challenge.issuedAt)"
      guard let received = verdict.receivedAt, finding.isVerifiersOwn else {
        return
          "holds chains for a challenge (\(nonce)) that the verifier has not said to be his, so that nothing is fresh"
      }
      let proven = verdict.chains.compactMap { chain in
        chain.provenTops.map { "\(chain.precision.label) at least \(ChainComparison.rate($0))" }
      }
      return
        "answers the verifier's challenge (\(nonce), received \(received)) by chains of products: "
        + proven.joined(separator: ", ")
    }

    var sentence: String {
      "\(title): \(figures); \(made); \(checked)\(challenge). Bundle: statement SHA-256 \(digest). A measurement is a lower bound on "
        + "legal TPP."
    }

    var entry: String {
      let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      let date = CalendarDate(day)
      var fields = [
        "title = {{\(LaTeXText.escaped(title))}}", "author = {{\(LaTeXText.escaped(author))}}",
      ]
      if let date { fields += ["year = {\(date.year)}", "month = \(months[date.month - 1])"] }
      fields += [
        "howpublished = {Signed evidence bundle, statement SHA-256 \(digest)}",
        "note = {\(LaTeXText.escaped("\(figures); \(made); \(checked)\(challenge)"))}",
      ]
      return "@misc{assay-\(digest.prefix(12)),\n" + fields.map { "  \($0)" }.joined(separator: ",\n") + "\n}"
    }
  }
}
