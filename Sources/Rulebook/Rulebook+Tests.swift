import Rating

extension Rulebook {
  /// Runs the test vectors of every rule file.
  /// - Returns: every answer that differs from its vector; empty when all agree.
  /// - Throws: what `classify` throws for a vector whose figures no rule can take.
  public func testFailures() throws(RulebookError) -> [RuleTest.Failure] {
    var failures: [RuleTest.Failure] = []
    for instrument in instruments {
      for test in instrument.tests {
        let answers = try answers(of: instrument, to: test)
        failures += test.expectations.compactMap { expectation in
          let actual = answers[expectation.id] ?? .absent
          guard actual != expectation.answer else { return nil }
          return RuleTest.Failure(
            location: expectation.location, test: test.name, id: expectation.id,
            expected: expectation.answer, actual: actual)
        }
      }
    }
    return failures
  }

  private func answers(
    of instrument: Instrument, to test: RuleTest
  ) throws(RulebookError) -> [String: RuleTest.Answer] {
    var answers: [String: RuleTest.Answer] = [:]
    for allowance in allowances(on: test.date) where allowance.instrument == instrument.id {
      answers[allowance.id] = .value(allowance.value)
    }
    guard !test.subject.operands.isEmpty else { return answers }
    let day = rules(on: test.date)
    let items: ItemFindings
    do {
      items = try day.findings(test.subject)
    } catch .beforeFirstRule {
      return answers
    }
    let answer = test.transaction.map { day.answer(items, day.reach($0), under: test.standing) }
    for finding in items.findings where finding.instrument == instrument.id {
      let outcome = answer.map { $0.outcome(instrument.id, finding.paragraph) } ?? finding.outcome
      answers[finding.paragraph] = outcome.map { .outcome($0) }
    }
    return answers
  }
}
