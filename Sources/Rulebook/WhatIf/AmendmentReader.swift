import Rating

/// Reads a what-if file that names an instrument of the law and gives some of its numbers other values.
struct AmendmentReader {
  enum Key: String, FieldKey { case id, title, overrides, status, parameters }
  enum ParameterKey: String, FieldKey { case unit, values }

  let root: YAMLNode
  let law: [Instrument]

  /// The instrument of the law that is amended.
  func amended() throws(RulebookError) -> Instrument {
    let node = try root.fields(Key.self).required(.overrides)
    let id = try node.text()
    guard let found = law.first(where: { $0.id == id }) else {
      throw node.invalid(
        "there is no instrument '\(id)'",
        "use one of \(nearestTexts(to: id, among: law.map(\.id)).joined(separator: ", ")) (assay rules list)")
    }
    return found
  }

  func id() throws(RulebookError) -> YAMLNode { try root.fields(Key.self).required(.id) }

  func title() throws(RulebookError) -> String {
    guard let node = try root.fields(Key.self).optional(.title) else {
      return "\(try amended().title), as \(root.file) supposes"
    }
    return try node.text()
  }

  func status() throws(RulebookError) -> [StatusStatement] {
    guard let node = try root.fields(Key.self).optional(.status) else { return [] }
    return try InstrumentReader.status(node)
  }

  func values() throws(RulebookError) -> [String: [DatedValue]] {
    let law = try amended()
    var values: [String: [DatedValue]] = [:]
    for entry in try root.fields(Key.self).required(.parameters).entries() {
      let id = try entry.key.text()
      guard let parameter = law.parameters.first(where: { $0.id == id }) else {
        throw entry.key.invalid(
          "'\(law.id)' has no parameter '\(id)'",
          "use one of \(law.parameters.map(\.id).joined(separator: ", "))")
      }
      let fields = try entry.value.fields(ParameterKey.self)
      let unit = try fields.required(.unit)
      let expected = parameter.quantity?.unit ?? "1"
      guard try unit.text() == expected else {
        throw unit.invalid("the unit of '\(id)' is \(expected)", "convert the values to it")
      }
      values[id] = try ParameterReader.values(fields.required(.values))
    }
    return values
  }
}
