/// A copy of an instrument of the law, amended or drawn along by one that is.
struct InstrumentCopy {
  let id: String
  let title: String
  let status: [StatusStatement]
  /// In the order of the instrument's own.
  let parameters: [Parameter]
  /// What the ids of its paragraphs end with; empty for a copy that takes the instrument's place.
  var suffix = ""
  /// What its citations begin with; `nil` for a copy that takes the instrument's place.
  var mark: String?
  /// The instruments that are copied with it, by their ids, with the ids of the copies.
  var renamed: [String: String] = [:]
  /// Whether it reaches under every standing where the instrument is codified to reach.
  var isDraft = false

  /// The copy, without the test vectors, which are those of the law.
  func of(_ law: Instrument) -> Instrument {
    let known = Dictionary(uniqueKeysWithValues: parameters.map { ($0.id, $0) })
    let scopes = law.scopes.map(copy)
    func scope(_ scope: Scope?) -> Scope? { scope.flatMap { old in scopes.first { $0.id == old.id } } }
    let confidence = mark == nil ? law.confidence : .whatIf
    return Instrument(
      id: id, title: title, jurisdiction: law.jurisdiction, kind: law.kind,
      citation: law.citation.marked(mark),
      confidence: confidence, reviewedOn: law.reviewedOn, reviewDays: law.reviewDays, status: status,
      parameters: parameters,
      paragraphs: law.paragraphs.map {
        Paragraph(
          id: $0.id + suffix, title: $0.title, effect: $0.effect, kind: $0.kind, scope: scope($0.scope),
          from: $0.from, to: $0.to, citation: $0.citation.marked(mark),
          confidence: min($0.confidence, confidence), consequence: $0.consequence,
          condition: condition($0.condition, known), location: $0.location)
      },
      allowances: law.allowances.map {
        AllowanceRule(
          id: $0.id + suffix, title: $0.title, comparison: $0.comparison,
          parameter: known[$0.parameter.id] ?? $0.parameter, period: $0.period, scope: scope($0.scope),
          citation: $0.citation.marked(mark), location: $0.location)
      },
      scopes: scopes, ambiguities: law.ambiguities, notModelled: law.notModelled, tests: [],
      location: law.location)
  }

  private func condition(_ condition: Condition, _ known: [String: Parameter]) -> Condition {
    switch condition {
    case .all(let parts): .all(parts.map { self.condition($0, known) })
    case .any(let parts): .any(parts.map { self.condition($0, known) })
    case .not(let part): .not(self.condition(part, known))
    case .limb(let limb):
      .limb(
        Condition.Limb(
          quantity: limb.quantity, comparison: limb.comparison,
          parameter: known[limb.parameter.id] ?? limb.parameter,
          weight: limb.weight.map { known[$0.id] ?? $0 }, location: limb.location))
    case .met(let reference):
      .met(
        renamed[reference.instrument].map {
          Condition.ParagraphReference(
            instrument: $0, paragraph: reference.paragraph + suffix, location: reference.location)
        } ?? reference)
    case .fact, .place: condition
    }
  }

  private func copy(_ scope: Scope) -> Scope {
    guard isDraft else { return scope }
    return Scope(
      id: scope.id,
      versions: scope.versions.map { version in
        let under =
          version.under.contains(.codified) ? Standing.allCases : version.under.filter { $0 != .announced }
        return Scope.Version(
          from: version.from, under: under, condition: version.condition, reference: version.reference,
          confidence: version.confidence, location: version.location)
      })
  }
}
