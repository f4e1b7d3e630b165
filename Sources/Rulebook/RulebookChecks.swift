import Rating

/// What no single entry of a file can show: unique ids, values for every day, references that lead
/// somewhere and not in a circle.
struct RulebookChecks {
  let rulebook: Rulebook

  func run() throws(RulebookError) {
    var seen: [String: SourceLocation] = [:]
    for instrument in rulebook.instruments {
      if let first = seen.updateValue(instrument.location, forKey: instrument.id) {
        throw duplicate(instrument.id, at: instrument.location, first: first)
      }
      try checkIDs(of: instrument)
      try checkExpectations(of: instrument)
      for scope in instrument.scopes { try checkPlaces(of: scope) }
      try checkScopes(of: instrument)
      for paragraph in instrument.paragraphs {
        try checkValues(of: paragraph)
        try checkReferences(of: paragraph)
        try checkCircle(from: paragraph, in: instrument)
      }
    }
  }

  private func checkIDs(of instrument: Instrument) throws(RulebookError) {
    for (index, paragraph) in instrument.paragraphs.enumerated() {
      let twin = instrument.paragraphs[..<index].first { $0.id == paragraph.id && $0.overlaps(paragraph) }
      if let twin { throw duplicate(paragraph.id, at: paragraph.location, first: twin.location) }
    }
    for (index, rule) in instrument.allowances.enumerated() {
      let twin = instrument.allowances[..<index].first { $0.id == rule.id }
      if let twin { throw duplicate(rule.id, at: rule.location, first: twin.location) }
    }
  }

  private func checkExpectations(of instrument: Instrument) throws(RulebookError) {
    let known = Set(instrument.paragraphs.map(\.id) + instrument.allowances.map(\.id))
    for expectation in instrument.tests.flatMap(\.expectations) where !known.contains(expectation.id) {
      throw .invalid(
        at: expectation.location, problem: "'\(expectation.id)' is neither a paragraph nor an allowance here",
        remedy: "use one of \(known.sorted().joined(separator: ", "))")
    }
  }

  private func checkPlaces(of scope: Scope) throws(RulebookError) {
    for test in scope.versions.flatMap(\.condition.places) {
      for place in test.places + test.exceptions {
        let known =
          switch place {
          case .everywhere: true
          case .country(let code): rulebook.countries[code] != nil
          case .group(let id): rulebook.countries.group(id) != nil
          }
        guard known else {
          throw .invalid(
            at: test.location, problem: "'\(place.name)' is no country and no group of countries",
            remedy: "use a code of countries.yaml, 'everywhere', or one of "
              + rulebook.countries.groups.map(\.id).joined(separator: ", "))
        }
      }
    }
  }

  /// A paragraph needs a scope on its first day under every standing, and places stand in scopes alone.
  private func checkScopes(of instrument: Instrument) throws(RulebookError) {
    for paragraph in instrument.paragraphs {
      if let test = paragraph.condition.places.first {
        throw .invalid(
          at: test.location, problem: "a paragraph tests the item; where it goes is another question",
          remedy: "move this test to a scope, and name that under 'scope:'")
      }
      guard let scope = paragraph.scope else { continue }
      for standing in Standing.allCases where scope.version(on: paragraph.from, under: standing) == nil {
        throw .invalid(
          at: paragraph.location,
          problem: "the scope '\(scope.id)' has no version under '\(standing.rawValue)' on \(paragraph.from)",
          remedy: "start a version on that day or before it")
      }
    }
  }

  private func checkValues(of paragraph: Paragraph) throws(RulebookError) {
    for limb in paragraph.condition.limbs {
      let values = limb.parameter.values
      let covering = values.indices.filter { index in
        let next = index + 1 < values.endIndex ? values[index + 1].from : nil
        return (paragraph.to.map { values[index].from <= $0 } ?? true)
          && (next.map { paragraph.from < $0 } ?? true)
      }
      let startsInTime = values.first.map { $0.from <= paragraph.from } ?? false
      guard startsInTime, covering.allSatisfy({ values[$0].value != nil }) else {
        throw .invalid(
          at: limb.location,
          problem: "'\(limb.parameter.id)' has no value for some days on which \(paragraph.id) is in force",
          remedy: "give it a value from \(paragraph.from) on, or end the paragraph")
      }
    }
  }

  private func checkReferences(of paragraph: Paragraph) throws(RulebookError) {
    for reference in paragraph.condition.references {
      let versions = rulebook.instruments.first { $0.id == reference.instrument }?.paragraphs
        .filter { $0.id == reference.paragraph }
      guard let versions, !versions.isEmpty else {
        throw .invalid(
          at: reference.location,
          problem: "there is no paragraph '\(reference.paragraph)' in '\(reference.instrument)'",
          remedy: "write 'paragraph' for one of this file, 'instrument/paragraph' for another's")
      }
      guard versions.contains(where: { covers($0, paragraph) }) else {
        throw .invalid(
          at: reference.location,
          problem: "\(reference.paragraph) is not in force on every day on which \(paragraph.id) is",
          remedy: "correct the dates of one of them")
      }
    }
  }

  private func covers(_ outer: Paragraph, _ inner: Paragraph) -> Bool {
    guard outer.from <= inner.from else { return false }
    guard let outerEnd = outer.to else { return true }
    return inner.to.map { $0 <= outerEnd } ?? false
  }

  private func checkCircle(from paragraph: Paragraph, in instrument: Instrument) throws(RulebookError) {
    let start = [instrument.id, paragraph.id]
    var visited: Set<[String]> = []
    var pending = paragraph.condition.references
    while let reference = pending.popLast() {
      let target = [reference.instrument, reference.paragraph]
      guard target != start else {
        throw .invalid(
          at: reference.location, problem: "\(paragraph.id) depends on itself", remedy: "break the circle")
      }
      guard visited.insert(target).inserted else { continue }
      let versions = rulebook.instruments.first { $0.id == target[0] }?.paragraphs.filter {
        $0.id == target[1]
      }
      pending += versions?.flatMap(\.condition.references) ?? []
    }
  }

  private func duplicate(_ id: String, at location: SourceLocation, first: SourceLocation) -> RulebookError {
    .invalid(
      at: location, problem: "the id '\(id)' is already used at \(first)",
      remedy: "give one of them another id, or other days")
  }
}
