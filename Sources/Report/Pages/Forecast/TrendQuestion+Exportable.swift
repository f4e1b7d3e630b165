import ChipDB
import Forecast
import Rating
import Rulebook

extension TrendQuestion.Condition {
  /// Only chips that no control enforced on a day keeps from a country, for a recipient with headquarters there.
  public static func exportable(
    to country: CountryCode, on date: CalendarDate, under rulebook: Rulebook, tf32Reading: TF32Reading
  ) -> TrendQuestion.Condition {
    let day = rulebook.rules(on: date)
    let reach = day.reach(Transaction(destination: country, headquarters: country))
    return TrendQuestion.Condition(words: "could go to \(country) on \(date) under no enforced control") {
      chip in
      let subject = Subject(chip, tf32Reading: tf32Reading)
      guard !subject.operands.isEmpty else { return .unknown }
      return !day.answer(try day.findings(subject), reach, under: .enforced).isControlled
    }
  }
}
