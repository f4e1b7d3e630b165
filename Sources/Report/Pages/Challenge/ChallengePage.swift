import Measurement
import Rating

/// What `assay challenge verify` tells: whether the answer holds, and how fast the machine is at least.
public struct ChallengePage: Encodable, Sendable {
  public let schemaVersion = "1.0"
  public let verdict: ChallengeVerdict

  public init(_ verdict: ChallengeVerdict) { self.verdict = verdict }

  public var document: Document {
    Document(
      title: "Assay: the answer to a challenge",
      sections: [
        .init("Answer", [.paragraph(summary), .table(table), .notes(notes)]),
        .init("Deviation", deviations), .init("The challenge", [challenge]),
      ].filter { !$0.blocks.isEmpty })
  }

  private var summary: String {
    let (verified, failed, missing) = (
      verdict.count(.verified), verdict.count(.failed), verdict.count(.missing)
    )
    let all = verdict.chains.count
    if failed > 0 { return "Not verified: \(failed) of \(all) chain(s) are not what they claim." }
    if missing > 0 {
      return "\(verified) of \(all) chain(s) verified; the prover has none at the other precisions."
    }
    return "Verified: every chain is the product of its matrices, at the precision that is claimed."
  }

  private var table: Document.Table {
    let unit = RateUnit(for: verdict.chains.compactMap(\.toldTops).max())
    return Document.Table(
      [
        .text("precision"), .text("verdict"), .number("steps"), .number("operations"),
        .number("proven, at least \(unit.label)"), .number("by the prover's clock"), .number("with drawing"),
        .text("library"),
      ],
      rows: verdict.chains.map { chain in
        [
          chain.precision.label, chain.status.rawValue, "\(chain.steps)",
          NumberFormat.number(chain.operations),
          unit.format(chain.provenTops), unit.format(chain.toldTops), unit.format(chain.toldWholeTops),
          [chain.library, chain.threads.map { "on \($0)" }].compactMap { $0 }.joined(separator: " "),
        ]
      })
  }

  private var notes: [String] {
    verdict.chains.compactMap { chain in chain.reason.map { "\(chain.precision.label): \($0)" } } + [
      "Proven: the operations were done after the nonce was known and before the answer was received, "
        + "\(verdict.elapsedSeconds.map { NumberFormat.number($0) } ?? "-") seconds by your own clock. Ask for one precision and receive "
        + "the answer at once, and the bound is close.",
      "What the prover's clock says is his word; so is which library, and which machine or how many, did the work.",
    ]
  }

  private var deviations: [Document.Block] {
    let chains = verdict.chains.filter { !$0.checks.isEmpty }
    if chains.isEmpty { return [] }
    let rows = chains.map { chain in
      let worst = chain.checks.max { ($0.deviation ?? 0) < ($1.deviation ?? 0) }
      func number(_ value: Double?) -> String { value.map { NumberFormat.number($0, digits: 3) } ?? "-" }
      return [
        chain.precision.label, "\(chain.checks.count)", "\(chain.vectors)", number(worst?.relative),
        number(worst?.expected), number(worst?.deviation), number(worst?.limit), number(worst?.worstRow),
        number(worst?.rowLimit), "\(chain.checks.reduce(0) { $0 + $1.wrongRows })",
      ]
    }
    return [
      .table(
        Document.Table(
          [
            .text("precision"), .number("laps"), .number("vectors"), .number("relative deviation"),
            .number("by rounding"), .number("ratio"), .number("limit"), .number("worst row"),
            .number("limit"),
            .number("wrong rows"),
          ], rows: rows))
    ]
  }

  private var challenge: Document.Block {
    let challenge = verdict.challenge
    return .fields(
      [
        ("nonce", challenge.nonce), ("size", "\(challenge.size)"), ("steps a lap", "\(challenge.steps)"),
        ("least seconds", NumberFormat.exact(challenge.seconds)), ("issued", challenge.issuedAt.description),
        ("valid until", challenge.expiresAt.description),
        ("received", verdict.receivedAt?.description ?? "unknown"),
        ("run, by the prover's calendar", "\(verdict.began) to \(verdict.ended)"),
      ] + (challenge.note.isEmpty ? [] : [("note", challenge.note)]))
  }
}
