import Rating
import Rulebook

extension Rulebook {
  /// Every number of the rules in TPP or in operations of a training.
  public var lines: [ThresholdLine] { candidates.map(\.line) }

  /// The line that an id means: of a parameter, an allowance or a paragraph, alone or after the id of its instrument and a
  /// slash; or of an instrument with one line.
  /// - Throws: `ForecastError.badQuestion` for none, with the nearest ids, and for several, with all of them.
  public func line(matching text: String) throws(ForecastError) -> ThresholdLine {
    let wanted = text.lowercased()
    for tier in LineCandidate.Tier.allCases {
      let found = candidates.filter { $0.names(tier).contains { $0.lowercased() == wanted } }
      guard let first = found.first else { continue }
      guard found.count == 1 else {
        throw .badQuestion(
          "'\(text)' is not one line: name one of "
            + found.map { "\($0.line.id) (\($0.line.title))" }.joined(separator: "; "))
      }
      return first.line
    }
    let known = candidates.flatMap { candidate in LineCandidate.Tier.allCases.flatMap(candidate.names) }
    throw .badQuestion(
      "no line in TPP or in operations of a training is called '\(text)': give the id of a parameter, an allowance or a "
        + "paragraph (assay rules show), or a figure such as 4800tpp; nearest: "
        + nearestTexts(to: wanted, among: Set(known).sorted()).joined(separator: ", "))
  }

  private var candidates: [LineCandidate] {
    instruments.flatMap { instrument in
      instrument.parameters.compactMap { LineCandidate($0, of: instrument) }
    }
  }
}

/// A parameter that may be meant, with everything that it may be called.
private struct LineCandidate {
  enum Tier: CaseIterable { case qualified, parameter, paragraph, instrument }

  let line: ThresholdLine
  private let own: [String]
  private let paragraphs: [String]

  init?(_ parameter: Parameter, of instrument: Instrument) {
    guard let quantity = parameter.quantity, [.tpp, .trainingOperations].contains(quantity) else {
      return nil
    }
    let allowances = instrument.allowances.filter { $0.parameter.id == parameter.id }
    let uses = instrument.paragraphs.flatMap { paragraph in
      paragraph.condition.limbs.filter { $0.parameter.id == parameter.id && $0.weight == nil }
        .map { Use(paragraph: paragraph, comparison: $0.comparison) }
    }
    // Of several paragraphs the one that the line opens, in its last version.
    let main = uses.enumerated().max { a, b in
      (a.element.rank, a.element.paragraph.from, b.offset) < (
        b.element.rank, b.element.paragraph.from, a.offset
      )
    }?.element
    guard let comparison = allowances.first?.comparison ?? main?.comparison else { return nil }
    let title =
      allowances.first?.title ?? main.map { "\($0.paragraph.id): \($0.paragraph.title)" } ?? parameter.id
    let line = ThresholdLine(
      id: "\(instrument.id)/\(parameter.id)", instrument: instrument.id, parameter: parameter.id,
      title: title,
      bearing: quantity == .trainingOperations ? .training : allowances.isEmpty ? .chip : .stock,
      quantity: quantity, comparison: comparison,
      values: parameter.values.map { .init(from: $0.from, value: $0.value, reference: $0.reference) })
    guard let line else { return nil }
    self.line = line
    own = [parameter.id] + allowances.map(\.id)
    paragraphs = uses.map(\.paragraph.id)
  }

  private struct Use {
    let paragraph: Paragraph
    let comparison: Comparison

    var rank: Int {
      let isLower = comparison == .atLeast || comparison == .moreThan
      return (paragraph.effect == .exclusion ? 0 : 2) + (isLower ? 1 : 0)
    }
  }

  func names(_ tier: Tier) -> [String] {
    let instrument = line.instrument ?? ""
    return switch tier {
    case .qualified: (own + paragraphs).map { "\(instrument)/\($0)" }
    case .parameter: own
    case .paragraph: paragraphs
    case .instrument: [instrument]
    }
  }
}
