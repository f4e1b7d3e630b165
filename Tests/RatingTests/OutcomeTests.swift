import Rating
import Testing

@Suite struct OutcomeTests {
  @Test("one no decides all, one yes decides any, and unknown stays unknown otherwise")
  func connectives() {
    #expect(Outcome.all([.yes, .unknown, .no]) == .no)
    #expect(Outcome.all([.yes, .unknown]) == .unknown)
    #expect(Outcome.all([.yes, .yes]) == .yes)
    #expect(Outcome.any([.no, .unknown, .yes]) == .yes)
    #expect(Outcome.any([.no, .unknown]) == .unknown)
    #expect(Outcome.any([.no, .no]) == .no)
    #expect(!Outcome.unknown == .unknown)
  }

  @Test("nothing to satisfy is satisfied, nothing to choose from is not")
  func empty() {
    #expect(Outcome.all([Outcome]()) == .yes)
    #expect(Outcome.any([Outcome]()) == .no)
  }
}
