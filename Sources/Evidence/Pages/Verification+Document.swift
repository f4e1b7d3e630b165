import Rating
import Report

extension Verification {
  /// The worth of the bundle in a line.
  public var verdict: String {
    if let failure {
      return "\(failure.kind == .unreadable ? "NOT READABLE" : "NOT VERIFIED"): \(failure.message)"
    }
    guard let predicate, isVerified else { return "NOT VERIFIED" }
    let tier = predicate.tier.printable
    if isEvidence { return "verified: of the \(tier) tier, which counts as evidence" }
    if let broken = predicate.rules?.broken, !broken.isEmpty {
      return
        "verified: of the \(tier) tier: signed, but no evidence and no figure to quote; it broke run rules: "
        + broken.map(\.printable).joined(separator: ", ")
    }
    if let brokenRules { return "verified: of the \(tier) tier: signed, but no evidence; \(brokenRules)" }
    return "verified: of the \(tier) tier: signed, but no evidence; only the record tier counts"
  }

  /// For people.
  public var document: Document {
    var sections: [Document.Section] = [.init("Result", [.fields(resultFields)])]
    if isVerified, let predicate {
      sections.append(.init("What it shows", [.fields(Self.fields(predicate))]))
    }
    if let challenge { sections.append(challenge.section) }
    if !remarks.isEmpty { sections.append(.init("Remarks", [.notes(remarks)])) }
    sections.append(.init("Checks", [checkTable]))
    if !dataDifferences.isEmpty { sections.append(.init("Data", dataBlocks)) }
    sections.append(.init("What a signature does not prove", [.notes(provesNot)]))
    return Document(title: "Assay: verification of \(bundle.printable)", sections: sections)
  }

  private var resultFields: [(label: String, value: String)] {
    var fields = [(label: "result", value: verdict)]
    if let difference = failure?.difference {
      fields += [
        ("first difference", "\(difference.file), \(difference.path)"), ("in the file", difference.recorded),
        ("what follows", difference.derived),
      ]
    }
    if let signer { fields.append(("signer", signer.summary)) }
    if let statementDigest { fields.append(("statement", "SHA-256 \(statementDigest)")) }
    if let predicate {
      fields.append(
        (
          "made",
          "\(predicate.generated.printable) by \(predicate.tool.name.printable) \(predicate.tool.version.printable), "
            + "by the machine's own clock"
        ))
    }
    return fields + [("verified with", "assay \(verifiedWith), \(verified)")]
  }

  private static func fields(_ predicate: EvidencePredicate) -> [(label: String, value: String)] {
    let headline = predicate.headline
    var fields = [
      (label: "measured", value: predicate.measured.summary),
      (label: "scope", value: predicate.measured.scope.printable(upTo: 400)),
      (
        label: "tier",
        value: "\(predicate.tier.printable), \(NumberFormat.number(predicate.seconds, digits: 3)) s"
      ),
    ]
    fields.append(
      (
        "demonstrated TPP",
        headline.demonstratedTPP.map {
          "\(NumberFormat.number($0)), governed by \(headline.governingPrecision?.label ?? "-")"
            + (headline.part.map { ", of \($0.printable)" } ?? "")
        } ?? predicate.withoutHeadline
      ))
    if let derived = headline.derivedTPP { fields.append(("derived TPP", NumberFormat.number(derived))) }
    if let equivalent = headline.equivalent {
      fields.append(
        (
          "in \(equivalent.definition.printable)",
          (equivalent.value.map { NumberFormat.number($0) } ?? "unknown")
            + " (\(equivalent.name.printable); \(NumberFormat.exact(equivalent.constant)) \(equivalent.unit.printable), "
            + "\(equivalent.source.printable))"
        ))
    }
    fields.append(("claims", headline.verdict.rawValue))
    return fields + (headline.parts ?? []).map(field)
  }

  private static func field(_ part: EvidencePredicate.Headline.Part) -> (label: String, value: String) {
    let demonstrated =
      part.demonstratedTPP.map {
        "demonstrated TPP \(NumberFormat.number($0)) (\(part.governingPrecision?.label ?? "-"))"
      } ?? "nothing was verified"
    let declared = part.declaredTPP.map { ", declared \(NumberFormat.number($0))" } ?? ""
    return (part.name.printable, demonstrated + declared)
  }

  private var checkTable: Document.Block {
    .table(
      .init(
        [.text("check"), .text("outcome"), .text("what it means"), .text("")],
        rows: checks.map { finding in
          let failed = finding.outcome == .failed
          return [
            finding.check.rawValue, finding.outcome.rawValue, finding.check.meaning,
            failed ? "see above" : finding.detail,
          ]
        }))
  }

  private var dataBlocks: [Document.Block] {
    let notes = Document.Block.notes(dataDifferences)
    guard !byOwnData.isEmpty else { return [notes] }
    return [
      notes,
      .table(
        .init(
          [.text("figure"), .text("in the bundle"), .text("by this version's data")],
          rows: byOwnData.map { [$0.path, $0.recorded, $0.derived] })),
    ]
  }
}
