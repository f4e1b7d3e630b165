/// The keys that one kind of map of the format may have.
protocol FieldKey: RawRepresentable, CaseIterable, Hashable where RawValue == String {}

/// The fields of a map, by key.
struct YAMLFields<Key: FieldKey> {
  let parent: YAMLNode
  let fields: [Key: YAMLNode]

  func required(_ key: Key) throws(RulebookError) -> YAMLNode {
    guard let node = fields[key] else {
      throw parent.invalid("the key '\(key.rawValue)' is missing", "add '\(key.rawValue):' here")
    }
    return node
  }

  func optional(_ key: Key) -> YAMLNode? { fields[key] }
}
