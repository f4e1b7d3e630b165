import Report

extension ChallengeFinding {
  /// For people: whose challenge it is, and each chain beside the rating's row.
  var section: Document.Section {
    .init("Challenge", [.fields(fields), .table(table), .notes(notes)])
  }

  private var fields: [(label: String, value: String)] {
    let challenge = verdict.challenge
    return [
      (
        "held against",
        isVerifiersOwn
          ? "your own file: the same, byte for byte"
          : "nothing: WITHOUT THE VERIFIER'S OWN FILE NOTHING IS FRESH; whoever signs can make a challenge too"
      ),
      ("nonce", challenge.nonce), ("challenge.json", "SHA-256 \(sha256)"),
      ("issued", "\(challenge.issuedAt), valid until \(challenge.expiresAt)"),
      (
        "received",
        verdict.receivedAt.map {
          "\($0), \(NumberFormat.number(verdict.elapsedSeconds ?? 0)) seconds after the issue"
        }
          ?? "not told: give --challenge and --received"
      ),
      ("run, by the signer's calendar", "\(verdict.began) to \(verdict.ended)"),
      ("size", "\(challenge.size), \(challenge.steps) steps a lap"),
    ] + (challenge.note.isEmpty ? [] : [("note", challenge.note.printable)])
  }

  private var table: Document.Table {
    let unit = RateUnit(
      for: comparisons.compactMap(\.row?.bestTops).max() ?? verdict.chains.compactMap(\.toldTops).max())
    return Document.Table(
      [
        .text("precision"), .text("chain"), .number("steps"), .number("proven, at least \(unit.label)"),
        .number("by the signer's clock"), .number("row's best"), .number("median"), .number("sustained"),
        .number("chain of best"), .text("library"),
      ],
      rows: zip(verdict.chains, comparisons).map { chain, comparison in
        [
          chain.precision.label, chain.status.rawValue, "\(chain.steps)", unit.format(chain.provenTops),
          unit.format(chain.toldTops), unit.format(comparison.row?.bestTops),
          unit.format(comparison.row?.medianTops), unit.format(comparison.row?.sustainedTops),
          comparison.ofBest.map { NumberFormat.percent($0) } ?? "-",
          [chain.library, chain.threads.map { "on \($0)" }].compactMap { $0 }.joined(separator: " "),
        ]
      })
  }

  private var notes: [String] {
    let proven =
      isVerifiersOwn
      ? [
        "Proven: the chain's operations over all the time from issue to receipt, the rating's included, by your own clock. It "
          + "is a lower bound; whoever wants it close asks for chains alone (assay challenge run) or for longer ones."
      ] : []
    return proven + [
      "A chain is slower than the row's best: it has the challenge's size and every product of a warm machine counts, its "
        + "rounding too. Far less than the best, or more than the machine can do, is remarked."
    ]
  }
}
