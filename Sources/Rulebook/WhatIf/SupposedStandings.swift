import Rating

/// Under which standings a what-if file is supposed to hold, and on which days.
struct SupposedStandings {
  /// What the file says under `status:`.
  let statements: [StatusStatement]
  let file: String

  /// Whether the file names no standing, so that what it supposes holds in all that is codified and enforced alike.
  var areSilent: Bool { statements.isEmpty }

  /// The standings of law that it is supposed to have on some day.
  var ofLaw: [Standing] {
    [.codified, .enforced].filter { standing in
      areSilent || statements.contains { $0.standing == standing && $0.value }
    }
  }

  func holds(_ standing: Standing, on date: CalendarDate) -> Bool {
    areSilent || Status(statements, on: date)[standing].value == .yes
  }

  /// Whether it has a standing of law from a day or before on, and never loses it.
  func lasts(_ standing: Standing, from day: CalendarDate?) -> Bool {
    let own = statements.filter { $0.standing == standing }
    guard let first = own.map(\.from).min() else { return false }
    return own.allSatisfy(\.value) && day.map { first <= $0 } ?? false
  }

  /// What an instrument of the law says of its standing, with what the file says in the place of the law's later words.
  func inPlace(of law: [StatusStatement]) -> [StatusStatement] {
    law.filter { statement in
      statements.filter { $0.standing == statement.standing }.map(\.from).min().map { statement.from < $0 }
        ?? true
    } + statements
  }

  /// Where a copy stands that takes the law's place under some standings: where the file does and the law did.
  /// - Parameters:
  ///   - first: the first day of the instrument's rules.
  ///   - isAmended: whether it is the instrument that the file amends, which stands where the file says alone.
  func ofCopy(_ law: [StatusStatement], first: CalendarDate, isAmended: Bool) -> [StatusStatement] {
    let days = Set(days(with: law) + [first]).sorted()
    func value(_ standing: Standing, _ day: CalendarDate) -> Outcome {
      if standing == .announced { return .any(ofLaw.map { value($0, day) }) }
      return .all([
        Outcome(holds(standing, on: day)), isAmended ? .yes : Status(law, on: day)[standing].value,
      ])
    }
    return Standing.allCases.flatMap { standing in
      var told: [StatusStatement] = []
      for day in days {
        let value = value(standing, day)
        switch value {
        case .yes, .no:
          if told.last.map({ Outcome($0.value) }) != value {
            told.append(statement(standing, value == .yes, from: day))
          }
        // What is said of earlier days must not answer for this one.
        case .unknown: told = []
        }
      }
      return told
    }
  }

  /// Where the law stands beside such a copy: not under the standings in which the copy takes its place.
  func ofRest(_ law: [StatusStatement]) -> [StatusStatement] {
    let days = days(with: law)
    return Standing.allCases.flatMap { standing in
      var told: [StatusStatement] = []
      var wasDisplaced = false
      for day in days {
        let entry = law.filter { $0.standing == standing && $0.from <= day }.max { $0.from < $1.from }
        let isDisplaced =
          standing == .announced ? isLaw(on: day) && !leaves(law, on: day) : holds(standing, on: day)
        if isDisplaced, !wasDisplaced {
          told.append(statement(standing, false, from: day))
        } else if !isDisplaced, let entry, wasDisplaced || entry.from == day {
          told.append(
            StatusStatement(
              standing: standing, value: entry.value, from: day, reference: entry.reference,
              confidence: entry.confidence))
        } else if !isDisplaced, wasDisplaced {
          told = []
        }
        wasDisplaced = isDisplaced
      }
      return told
    }
  }

  /// Every day on which the file's or the law's words begin.
  private func days(with law: [StatusStatement]) -> [CalendarDate] {
    Set((statements + law).map(\.from)).sorted()
  }

  /// Whether the file has a standing of law on a day.
  private func isLaw(on day: CalendarDate) -> Bool { ofLaw.contains { holds($0, on: day) } }

  /// Whether the law keeps a standing of law beside the file's.
  private func leaves(_ law: [StatusStatement], on day: CalendarDate) -> Bool {
    [.codified, .enforced].contains { Status(law, on: day)[$0].value == .yes && !holds($0, on: day) }
  }

  private func statement(_ standing: Standing, _ value: Bool, from day: CalendarDate) -> StatusStatement {
    StatusStatement(
      standing: standing, value: value, from: day, reference: WhatIf.mark(file), confidence: .whatIf)
  }
}
