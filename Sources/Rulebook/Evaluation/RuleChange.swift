import Rating

/// Something that changed in the rules on one day.
public struct RuleChange: Codable, Equatable, Sendable {
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// A paragraph came into force.
    case entered
    /// A paragraph went out of force; `date` is its last day.
    case left
    /// A number of the law changed.
    case value
    /// An instrument came to be codified, enforced or announced, or ceased to be.
    case status
    /// Which transactions rules reach changed.
    case scope
    /// A country joined or left a group.
    case membership
  }

  public let date: CalendarDate
  public let kind: Kind
  /// The instrument, or the group of countries.
  public let instrument: String
  /// The paragraph, parameter, standing, scope or country.
  public let subject: String
  public let text: String
  public let reference: String
  public let confidence: Confidence
}

extension Rulebook {
  /// What changed after one day, up to and with another, in the order of the days.
  /// - Throws: `RulebookError.backwards` for days in the wrong order.
  public func changes(
    after start: CalendarDate, through end: CalendarDate
  ) throws(RulebookError) -> [RuleChange] {
    guard start <= end else { throw .backwards(from: start, to: end) }
    func isInside(_ date: CalendarDate) -> Bool { start < date && date <= end }
    let changes = instruments.flatMap { instrument in
      paragraphChanges(instrument, isInside) + valueChanges(instrument, isInside)
        + statusChanges(instrument, isInside) + scopeChanges(instrument, isInside)
    }
    return (changes + membershipChanges(isInside)).enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
  }

  private func paragraphChanges(
    _ instrument: Instrument, _ isInside: (CalendarDate) -> Bool
  ) -> [RuleChange] {
    instrument.paragraphs.flatMap { paragraph -> [RuleChange] in
      func change(_ kind: RuleChange.Kind, _ date: CalendarDate) -> RuleChange {
        RuleChange(
          date: date, kind: kind, instrument: instrument.id, subject: paragraph.id, text: paragraph.title,
          reference: "\(paragraph.citation.section), \(paragraph.citation.reference)",
          confidence: paragraph.confidence)
      }
      return (isInside(paragraph.from) ? [change(.entered, paragraph.from)] : [])
        + (paragraph.to.map { isInside($0) ? [change(.left, $0)] : [] } ?? [])
    }
  }

  private func valueChanges(_ instrument: Instrument, _ isInside: (CalendarDate) -> Bool) -> [RuleChange] {
    instrument.parameters.flatMap { parameter in
      steps(parameter.values).compactMap { before, value -> RuleChange? in
        guard isInside(value.from), before?.value != value.value else { return nil }
        let unit = parameter.quantity.map { " \($0.unit)" } ?? ""
        func words(_ number: Double?) -> String { number.map { Wording.number($0) + unit } ?? "none" }
        return RuleChange(
          date: value.from, kind: .value, instrument: instrument.id, subject: parameter.id,
          text: "\(parameter.quantity?.label ?? "factor"): \(words(before?.value)) → \(words(value.value))",
          reference: value.reference, confidence: value.confidence)
      }
    }
  }

  private func statusChanges(_ instrument: Instrument, _ isInside: (CalendarDate) -> Bool) -> [RuleChange] {
    Standing.allCases.flatMap { standing -> [RuleChange] in
      let statements = instrument.status.filter { $0.standing == standing }.sorted { $0.from < $1.from }
      return steps(statements).compactMap { before, statement -> RuleChange? in
        guard isInside(statement.from), before?.value != statement.value else { return nil }
        func words(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? "unknown" }
        return RuleChange(
          date: statement.from, kind: .status, instrument: instrument.id, subject: standing.rawValue,
          text: "\(standing.rawValue): \(words(before?.value)) → \(words(statement.value))",
          reference: statement.reference, confidence: statement.confidence)
      }
    }
  }

  private func scopeChanges(_ instrument: Instrument, _ isInside: (CalendarDate) -> Bool) -> [RuleChange] {
    instrument.scopes.flatMap { scope in
      scope.versions.filter { isInside($0.from) }.map { version in
        let under =
          version.under == Standing.allCases
          ? "" : ", \(version.under.map(\.rawValue).joined(separator: " and ")) alone"
        return RuleChange(
          date: version.from, kind: .scope, instrument: instrument.id, subject: scope.id,
          text: "reaches\(under): \(version.condition.words)", reference: version.reference,
          confidence: version.confidence)
      }
    }
  }

  private func membershipChanges(_ isInside: (CalendarDate) -> Bool) -> [RuleChange] {
    countries.groups.flatMap { group in
      group.memberships.flatMap { membership -> [RuleChange] in
        let name = countries[membership.country]?.name ?? membership.country.description
        func change(_ date: CalendarDate, _ verb: String) -> RuleChange {
          RuleChange(
            date: date, kind: .membership, instrument: group.id, subject: membership.country.description,
            text: "\(name) \(verb) \(group.id)", reference: membership.reference,
            confidence: membership.confidence)
        }
        return (membership.from.map { isInside($0) ? [change($0, "joins")] : [] } ?? [])
          + (membership.until.map { isInside($0) ? [change($0, "leaves")] : [] } ?? [])
      }
    }
  }

  /// Each element with the one before it.
  private func steps<Element>(_ elements: [Element]) -> [(before: Element?, element: Element)] {
    elements.indices.map { ($0 == 0 ? nil : elements[$0 - 1], elements[$0]) }
  }
}
