import Rulebook

/// What would turn or settle each paragraph of control or duty, as short as it can be said.
struct ClassificationTurns {
  let page: ClassificationPage

  var section: [Document.Section] {
    let notes = page.findings.filter { [.control, .duty].contains($0.effect) }.map { finding in
      "\(finding.paragraph) (\(finding.outcome.rawValue)): "
        + (finding.outcome == finding.trace.root.outcome
          ? Self.text(finding.trace.root)
          : "at every value of the interval, though single tests turn within it")
    }
    return notes.isEmpty
      ? []
      : [
        .init(
          "What would turn it", [.notes(notes + openReach + ["--explain shows every limb with its source."])])
      ]
  }

  /// What leaves it open whether a paragraph that the item may meet reaches the transaction, once for each reason.
  private var openReach: [String] {
    guard page.transaction.destination != nil else { return [] }
    return page.answers.flatMap { answer in
      answer.paragraphs.filter { $0.item != .no && [.control, .relief].contains($0.effect) }.compactMap {
        paragraph in
        paragraph.reach.flatMap { reach in
          reach.outcome == .unknown
            ? "reach of \(paragraph.paragraph), \(answer.standing.rawValue): \(Self.text(reach.trace.root))"
            : nil
        }
      }
    }.uniqued
  }

  /// Tests that hold an outcome, and how they go together.
  private struct Turn {
    var connective: String
    var parts: [String]

    init(_ connective: String, _ parts: [String]) {
      self.connective = parts.count > 1 ? connective : ""
      self.parts = parts
    }

    var text: String { parts.joined(separator: connective) }
  }

  static func text(_ node: Trace.Node) -> String { turn(node).text }

  /// All of the tests would have to turn ("and"), or any of them ("or"); for an unknown outcome, what is open.
  private static func turn(_ node: Trace.Node) -> Turn {
    if let own = node.limb?.flip ?? node.place?.flip { return Turn("", [own]) }
    if let fact = node.fact { return Turn("", ["\(fact.title): \(fact.flip)"]) }
    if node.kind == .paragraph, let id = node.title.split(separator: ":").first {
      return Turn("", ["what turns \(id)"])
    }
    let deciding = node.children.filter { node.kind == .not || $0.outcome == node.outcome }
    let needsAll = node.outcome == .no && node.kind == .all || node.outcome == .yes && node.kind == .any
    let connective = node.outcome == .unknown ? "; " : needsAll ? "; and " : "; or "
    let parts = deciding.map(turn).flatMap { turn in
      ["", connective].contains(turn.connective) ? turn.parts : ["(\(turn.text))"]
    }
    return Turn(connective, parts.isEmpty ? [node.title] : parts.uniqued)
  }
}
