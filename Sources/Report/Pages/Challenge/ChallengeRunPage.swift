import Measurement
import Rating

/// What `assay challenge run` tells: what was run, and where the answer is.
public struct ChallengeRunPage: Encodable, Sendable {
  public let schemaVersion = "1.0"
  public let folder: String
  public let transcript: ChallengeTranscript
  private let operationsOfStep: Double

  public init(_ challenge: Challenge, _ transcript: ChallengeTranscript, folder: String) {
    self.folder = folder
    self.transcript = transcript
    operationsOfStep = challenge.operationsOfStep
  }

  private enum CodingKeys: CodingKey {
    case schemaVersion, folder, transcript
  }

  public var document: Document {
    let unit = RateUnit(for: transcript.chains.map { tops($0.steps, $0.seconds) }.max())
    let rows = transcript.chains.map { chain in
      let products = chain.laps.reduce(0.0) { $1.steps.reduce($0) { $0 + $1.product } }
      return [
        chain.precision.label, chain.library, chain.kernel, "\(chain.threads)", "\(chain.laps.count)",
        "\(chain.steps)", NumberFormat.number(chain.seconds), unit.format(tops(chain.steps, chain.seconds)),
        NumberFormat.percent(chain.seconds / products - 1), NumberFormat.number(chain.ended - chain.began),
      ]
    }
    return Document(
      title: "Assay: a challenge answered",
      sections: [
        .init(
          "Answer",
          [
            .table(
              Document.Table(
                [
                  .text("precision"), .text("library"), .text("kernel"), .number("threads"), .number("laps"),
                  .number("steps"), .number("seconds"), .number(unit.label), .number("rounding"),
                  .number("seconds with drawing"),
                ], rows: rows)),
            .notes(
              transcript.missing.map { "\($0.precision.label) unsupported: \($0.reason)" } + [
                "The answer is in \(folder): send the whole folder to the verifier before the challenge expires. "
                  + "These rates are by this machine's clock; he trusts his own."
              ]),
          ])
      ])
  }

  private func tops(_ steps: Int, _ seconds: Double) -> Double {
    Double(steps) * operationsOfStep / seconds * 1e-12
  }
}
