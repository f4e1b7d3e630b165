import ChipDB

extension TrendDataLoader {
  /// Reads the published trends.
  mutating func loadPublished() throws(TrendDataError) -> [PublishedTrend] {
    let table = try table(
      "published",
      [
        "id", "quantity", "population", "form", "value", "low", "high", "level", "method", "since", "until",
        "n", "source", "confidence", "note",
      ])
    var seen = SeenKeys(table)
    return table.rows.compactMap { row in
      row.checkUnique(["id"], &seen, &problems)
      let id = row.id("id", &problems)
      let quantity = row.requiredChoice("quantity", PublishedTrend.Quantity.self, &problems)
      let population = row.required("population", &problems)
      let rate = rate(row)
      let since = row.integer("since", in: 1900...2100, &problems)
      let until = row.integer("until", in: 1900...2100, &problems)
      if let since, let until, until < since {
        row.note("until", "is before since: exchange them", &problems)
      }
      let count = row.integer("n", in: 2...1_000_000, &problems)
      let provenance = provenance(row)
      guard let id, let quantity, let population, let rate, let provenance else { return nil }
      return PublishedTrend(
        id: id, quantity: quantity, population: population, rate: rate, method: row.text("method"),
        since: since, until: until, count: count, provenance: provenance)
    }
  }

  private mutating func rate(_ row: Row) -> PublishedRate? {
    let form = row.requiredChoice("form", PublishedRate.Form.self, &problems)
    let value = row.positive("value", &problems)
    let range = range(row, around: value)
    if row.text("value") == nil, row.text("low") == nil {
      row.note("value", "is blank: give the published figure, or low and high of a range", &problems)
    }
    return form.flatMap { PublishedRate(form: $0, value: value, range: range) }
  }

  /// Reads which trends the rules of re-indexing may use.
  mutating func loadIndices(of trends: [PublishedTrend]) throws(TrendDataError) -> [GrowthIndex] {
    let table = try table("indices", ["id", "rule", "title", "trend", "direction", "default", "note"])
    var seen = SeenKeys(table)
    var defaults: [GrowthIndex.Rule: Int] = [:]
    let hasAllTrends = problems.isEmpty
    var indices: [GrowthIndex] = []
    for row in table.rows {
      row.checkUnique(["id"], &seen, &problems)
      let id = row.id("id", &problems)
      let rule = row.requiredChoice("rule", GrowthIndex.Rule.self, &problems)
      let title = row.required("title", &problems)
      let name = row.required("trend", &problems)
      let trend = trends.first { $0.id == name }
      if let name, trend == nil, hasAllTrends {
        row.note("trend", "\(name.quotable) is not in published.csv: add it there first", &problems)
      }
      let direction = row.requiredChoice("direction", GrowthIndex.Direction.self, &problems)
      if let rule, let direction, direction != rule.direction {
        row.note(
          "direction",
          "is \(direction.rawValue), but \(rule.rawValue) moves a line \(rule.direction.rawValue): take an index of the other kind",
          &problems)
      }
      let isDefault = row.requiredChoice("default", YesNo.self, &problems) == .yes
      if isDefault, let rule, let first = defaults.updateValue(row.line, forKey: rule) {
        row.note(
          "default", "is yes as in line \(first): one default for \(rule.rawValue), say no here or there",
          &problems)
      }
      guard let id, let rule, let title, let trend else { continue }
      indices.append(
        GrowthIndex(
          id: id, rule: rule, title: title, trend: trend, isDefault: isDefault, note: row.text("note")))
    }
    for rule in GrowthIndex.Rule.allCases where defaults[rule] == nil && table.problems.isEmpty {
      problems.append(
        DataProblem(
          file: "\(directory)/indices.csv", line: 1, column: 1,
          message: "no index of \(rule.rawValue) is the default: write yes in one row"))
    }
    return indices
  }

  private enum YesNo: String, CaseIterable { case yes, no }
}
