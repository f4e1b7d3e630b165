import Rating

/// What a what-if file puts in the place of some numbers of an instrument of the law.
struct Amendment {
  let file: String
  /// The id and the title of the amended instrument.
  let id: String
  let title: String
  let status: [StatusStatement]
  let values: [String: [DatedValue]]
  /// Whether the law stays beside it, so that its paragraphs need ids of their own.
  let isBeside: Bool

  /// What ids of paragraphs end with.
  var suffix: String { isBeside ? " (what-if \(id))" : "" }

  /// What citations of the law begin with.
  var mark: String? { isBeside ? WhatIf.mark(file) : nil }

  var confidence: Confidence { isBeside ? .whatIf : .verified }

  /// From its first day on the supposed values stand alone; before it the law's do.
  func parameters(_ law: [Parameter]) -> [Parameter] {
    law.map { parameter in
      guard let supposed = values[parameter.id], let first = supposed.first?.from else { return parameter }
      return Parameter(
        id: parameter.id, quantity: parameter.quantity,
        values: parameter.values.filter { $0.from < first } + supposed)
    }
  }

  /// An amendment of a text reaches where that text does: a copy that is only announced where the codified one does.
  func scope(_ scope: Scope) -> Scope {
    guard isBeside else { return scope }
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
