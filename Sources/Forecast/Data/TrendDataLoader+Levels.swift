import ChipDB
import Rating
import Rulebook

extension TrendDataLoader {
  /// Reads the training runs, in order of date.
  mutating func loadRuns() throws(TrendDataError) -> [TrainingRunRecord] {
    let table = try table(
      "runs",
      [
        "id", "name", "developer", "countries", "date", "operations", "low", "high", "estimate", "chip",
        "hardware", "base", "source", "confidence", "note",
      ])
    var seen = SeenKeys(table)
    let runs: [TrainingRunRecord] = table.rows.compactMap { row in
      row.checkUnique(["id"], &seen, &problems)
      let id = row.id("id", &problems)
      let name = row.required("name", &problems)
      let developer = row.required("developer", &problems)
      let countries = (row.required("countries", &problems) ?? "").split(separator: ";")
        .compactMap { countryCode(String($0), row, "countries") }
      let date = requiredDate(row)
      let operations = row.requiredPositive("operations", &problems)
      let range = range(row, around: operations)
      let estimate = row.requiredChoice("estimate", TrainingRunRecord.Estimate.self, &problems)
      let provenance = provenance(row)
      guard let id, let name, let developer, let date, let operations, let estimate, let provenance
      else { return nil }
      return TrainingRunRecord(
        id: id, name: name, developer: developer, countries: countries, date: date, operations: operations,
        range: range, estimate: estimate, chip: row.text("chip"), hardware: row.text("hardware"),
        base: row.text("base"), provenance: provenance)
    }
    return runs.sorted { ($0.date, $0.id) < ($1.date, $1.id) }
  }

  /// Reads the stocks.
  mutating func loadStock() throws(TrendDataError) -> [StockLevel] {
    let table = try table(
      "stock",
      [
        "id", "series", "holder", "country", "date", "kind", "definition", "chip", "median", "low", "high",
        "level", "source", "confidence", "note",
      ])
    var seen = SeenKeys(table)
    var definitions: [String: StockLevel.Definition] = [:]
    return table.rows.compactMap { row in
      row.checkUnique(["id"], &seen, &problems)
      let id = row.id("id", &problems)
      let series = row.id("series", &problems)
      let holder = row.required("holder", &problems)
      let country = row.text("country").flatMap { countryCode($0, row, "country") }
      let date = requiredDate(row)
      let kind = row.requiredChoice("kind", StockLevel.Kind.self, &problems)
      let definition = row.requiredChoice("definition", StockLevel.Definition.self, &problems)
      if row.text("chip") != nil, let definition, definition != .units {
        row.note("chip", "stands beside \(definition.rawValue): only units are of one chip", &problems)
      }
      if let series, let definition {
        let first = definitions[series, default: definition]
        definitions[series] = first
        if first != definition {
          row.note(
            "definition",
            "is \(definition.rawValue) where another row of the series has \(first.rawValue): one series, one definition",
            &problems)
        }
      }
      let median = row.requiredPositive("median", &problems)
      let range = range(row, around: median)
      let provenance = provenance(row)
      guard let id, let series, let holder, let date, let kind, let definition, let median, let provenance
      else { return nil }
      return StockLevel(
        id: id, series: series, holder: holder, country: country, date: date, kind: kind,
        definition: definition, chip: row.text("chip"), median: median, range: range, provenance: provenance)
    }
  }

  /// Reads the prices.
  mutating func loadPrices() throws(TrendDataError) -> [PriceFigure] {
    let table = try table(
      "prices",
      [
        "id", "quantity", "chip", "term", "value", "low", "high", "level", "unit", "date", "source",
        "confidence", "note",
      ])
    var seen = SeenKeys(table)
    return table.rows.compactMap { row in
      row.checkUnique(["id"], &seen, &problems)
      let id = row.id("id", &problems)
      let quantity = row.requiredChoice("quantity", PriceFigure.Quantity.self, &problems)
      let term = row.choice("term", PriceFigure.Term.self, &problems)
      let unit = row.required("unit", &problems)
      if let unit, let quantity, unit != quantity.unit {
        row.note("unit", "is \(unit.quotable): \(quantity.rawValue) is in \(quantity.unit)", &problems)
      }
      if quantity == .chipHour { _ = row.required("chip", &problems) }
      let value = row.requiredPositive("value", &problems)
      let range = range(row, around: value)
      let date = requiredDate(row)
      let provenance = provenance(row)
      guard let id, let quantity, let value, let date, let provenance else { return nil }
      return PriceFigure(
        id: id, quantity: quantity, chip: row.text("chip"), term: term, value: value, range: range,
        date: date, provenance: provenance)
    }
  }

  private mutating func requiredDate(_ row: Row) -> CalendarDate? {
    row.required("date", &problems) == nil ? nil : row.date("date", &problems)
  }

  private mutating func countryCode(_ text: String, _ row: Row, _ column: String) -> CountryCode? {
    if let code = CountryCode(text), code.description == text { return code }
    row.note(
      column, "is \(text.quotable): write two capital letters of ISO 3166-1, such as CN", &problems)
    return nil
  }
}
