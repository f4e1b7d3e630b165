import ChipDB
import Rating
import Rulebook

/// Reads the values that every part of a scenario file is made of.
struct ScenarioItems {
  private enum SupplyKey: String, FieldKey {
    case chip, rating, since, year, units, yield, source, confidence, note
  }
  private enum RatingKey: String, FieldKey { case tops, bits, note }
  private enum AmountKey: String, FieldKey { case low, median, high, level, bound }

  /// `nil` for a file that names its sources in words.
  let sources: Set<String>?
  /// `nil` where chips are not looked up.
  let database: ChipDatabase?

  func supply(_ node: YAMLNode) throws(RulebookError) -> Scenario.Supply {
    let fields = try node.fields(SupplyKey.self)
    let year = try year(fields.required(.year))
    let since = try fields.optional(.since).map { (node) throws(RulebookError) in try self.year(node) }
    if let since, since > year {
      throw node.invalid("since \(since) is after the year \(year)", "exchange them")
    }
    return Scenario.Supply(
      unit: try unit(node, fields.optional(.chip), fields.optional(.rating)), since: since, year: year,
      units: try amount(fields.required(.units)),
      yield: try fields.optional(.yield).map { (node) throws(RulebookError) in try share(node) },
      provenance: try provenance(
        node, fields.required(.source), fields.required(.confidence), fields.optional(.note)))
  }

  private func unit(
    _ node: YAMLNode, _ chip: YAMLNode?, _ rating: YAMLNode?
  ) throws(RulebookError) -> Scenario.Unit {
    switch (chip, rating) {
    case (let chip?, nil):
      return .chip(try self.chip(chip))
    case (nil, let rating?):
      let fields = try rating.fields(RatingKey.self)
      return .rating(
        tops: try amount(fields.required(.tops)), bits: try fields.required(.bits).wholeNumber(),
        note: try fields.required(.note).text())
    case (nil, nil), (_?, _?):
      throw node.invalid(
        "a supply needs either a chip or a rating", "name a chip of the database, or give tops, bits and note"
      )
    }
  }

  /// Low and high stand together; the median lies between them; a level needs them.
  func amount(_ node: YAMLNode) throws(RulebookError) -> Amount {
    let fields = try node.fields(AmountKey.self)
    func number(_ key: AmountKey) throws(RulebookError) -> Double? { try fields.optional(key)?.number() }
    let (low, median, high) = (try number(.low), try number(.median), try number(.high))
    let level = try number(.level)
    if let level, !FigureRange.levels.contains(level) {
      let fault = level >= 1 ? "not below 1" : "too close to 0 or 1"
      throw node.invalid("the level is \(fault)", "write a probability such as 0.9")
    }
    var range: PublishedRange?
    if let low, let high {
      guard low <= median ?? low, median ?? low <= high, low <= high else {
        throw node.invalid("low, median and high are not in order", "write low ≤ median ≤ high")
      }
      range = PublishedRange(low: low, high: high, level: level)
    } else if low != nil || high != nil || level != nil {
      throw node.invalid("a range needs low and high", "give both, or a median with 'bound: at-most'")
    }
    guard
      let amount = Amount(median: median, range: range, bound: try fields.optional(.bound)?.choice("bound"))
    else { throw node.invalid("an amount without a figure", "give a median, or low and high") }
    return amount
  }

  /// A fraction of 1.
  func share(_ node: YAMLNode) throws(RulebookError) -> Amount {
    let amount = try amount(node)
    guard max(amount.central, amount.range?.high ?? 0) <= 1 else {
      throw node.invalid("a share above 1", "write a fraction, such as 0.4 for 40 %")
    }
    return amount
  }

  func year(_ node: YAMLNode) throws(RulebookError) -> Int {
    let year = try node.wholeNumber()
    guard (1950...2100).contains(year) else {
      throw node.invalid("\(year) is no year from 1950 to 2100", "write a calendar year, such as 2025")
    }
    return year
  }

  func id(_ node: YAMLNode) throws(RulebookError) -> String {
    let text = try node.text()
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (97...122).contains($0) || (48...57).contains($0) } })
    else {
      throw node.invalid(
        "'\(text)' is no id", "write lower-case letters and digits, with hyphens between them")
    }
    return text
  }

  /// The id of a chip of the database.
  func chip(_ node: YAMLNode) throws(RulebookError) -> String {
    let id = try id(node)
    guard let database, database.chip(id: id) == nil else { return id }
    let found = Result { () throws(ChipDBError) in try database.chip(matching: id) }
    switch found {
    case .success(let chip): throw node.invalid("'\(id)' is no id of a chip", "write \(chip.id)")
    case .failure(let error): throw node.invalid("the database has no chip '\(id)'", "\(error)")
    }
  }

  func provenance(
    _ node: YAMLNode, _ source: YAMLNode, _ confidence: YAMLNode, _ note: YAMLNode?
  ) throws(RulebookError) -> Provenance {
    let id = try sources == nil ? source.text() : id(source)
    guard sources?.contains(id) ?? true else {
      throw source.invalid("'\(id)' is not in sources.csv", "add the source there first")
    }
    let location = node.location
    return Provenance(
      source: id, confidence: try confidence.choice("confidence"), note: try note?.text(),
      place: DataPlace(file: Self.name(location.file), line: location.line))
  }

  func checkUnique(_ nodes: [YAMLNode], _ ids: [String]) throws(RulebookError) {
    var seen: Set<String> = []
    for (node, id) in zip(nodes, ids) where !seen.insert(id).inserted {
      throw node.invalid("'\(id)' is listed twice", "give one of the two another id")
    }
  }

  private static func name(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}
