import ChipDB
import Rulebook

/// Reads a scenario file.
struct ScenarioReader {
  private enum RootKey: String, FieldKey { case id, title, country, note, parts, limits, yields }
  private enum PartKey: String, FieldKey {
    case id, title, kind, alternatives
    case standard = "default"
  }
  private enum AlternativeKey: String, FieldKey { case id, title, note, supplies }
  private enum LimitKey: String, FieldKey {
    case id, title, year, amount, source, confidence, note
    case perChip = "per-chip"
  }
  private enum PerChipKey: String, FieldKey { case chip, count }
  private enum YieldKey: String, FieldKey { case chip, year, share, source, confidence, note }

  private let root: YAMLNode
  private let items: ScenarioItems

  /// - Parameter sources: the ids that the file may name.
  init(path: String, sources: Set<String>) throws(RulebookError) {
    root = try RuleFile(path: path).root()
    items = ScenarioItems(sources: sources)
  }

  func scenario() throws(RulebookError) -> Scenario {
    let fields = try root.fields(RootKey.self)
    let parts = try fields.required(.parts).list().map { (node) throws(RulebookError) in try part(node) }
    try items.checkUnique(fields.required(.parts).list(), parts.map(\.id))
    return Scenario(
      id: try items.id(fields.required(.id)), title: try fields.required(.title).text(),
      country: try fields.required(.country).countryCode(), note: try fields.optional(.note)?.text(),
      parts: parts, limits: try limits(fields.optional(.limits)), yields: try yields(fields.optional(.yields))
    )
  }

  private func part(_ node: YAMLNode) throws(RulebookError) -> Scenario.Part {
    let fields = try node.fields(PartKey.self)
    let list = try fields.required(.alternatives).list()
    let alternatives = try list.map { (node) throws(RulebookError) in try alternative(node) }
    try items.checkUnique(list, alternatives.map(\.id))
    let standard = try fields.required(.standard)
    let name = try standard.text()
    guard alternatives.contains(where: { $0.id == name }) else {
      throw standard.invalid(
        "'\(name)' is no alternative of this part",
        "use one of \(alternatives.map(\.id).joined(separator: ", "))")
    }
    return Scenario.Part(
      id: try items.id(fields.required(.id)), title: try fields.required(.title).text(),
      kind: try fields.required(.kind).choice("kind of supply"), defaultAlternative: name,
      alternatives: alternatives)
  }

  private func alternative(_ node: YAMLNode) throws(RulebookError) -> Scenario.Alternative {
    let fields = try node.fields(AlternativeKey.self)
    return Scenario.Alternative(
      id: try items.id(fields.required(.id)), title: try fields.required(.title).text(),
      note: try fields.optional(.note)?.text(),
      supplies: try fields.optional(.supplies)?.list().map { (node) throws(RulebookError) in
        try items.supply(node)
      } ?? [])
  }

  private func limits(_ node: YAMLNode?) throws(RulebookError) -> [Scenario.Limit] {
    guard let list = try node?.list() else { return [] }
    let limits = try list.map { (node) throws(RulebookError) in
      let fields = try node.fields(LimitKey.self)
      var perChip: [String: Int] = [:]
      for entry in try fields.required(.perChip).list() {
        let pair = try entry.fields(PerChipKey.self)
        let chip = try items.id(pair.required(.chip))
        guard perChip.updateValue(try pair.required(.count).wholeNumber(), forKey: chip) == nil else {
          throw entry.invalid("'\(chip)' is listed twice", "keep one of the two")
        }
      }
      return Scenario.Limit(
        id: try items.id(fields.required(.id)), title: try fields.required(.title).text(),
        year: try items.year(fields.required(.year)), amount: try items.amount(fields.required(.amount)),
        perChip: perChip,
        provenance: try items.provenance(
          node, fields.required(.source), fields.required(.confidence), fields.optional(.note)))
    }
    try items.checkUnique(list, limits.map(\.id))
    return limits
  }

  private func yields(_ node: YAMLNode?) throws(RulebookError) -> [Scenario.Yield] {
    try node?.list().map { (node) throws(RulebookError) in
      let fields = try node.fields(YieldKey.self)
      return Scenario.Yield(
        chip: try items.id(fields.required(.chip)), year: try items.year(fields.required(.year)),
        share: try items.share(fields.required(.share)),
        provenance: try items.provenance(
          node, fields.required(.source), fields.required(.confidence), fields.optional(.note)))
    } ?? []
  }
}
