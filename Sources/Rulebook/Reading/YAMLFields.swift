/// The keys that one kind of map of the format may have.
package protocol FieldKey: RawRepresentable, CaseIterable, Hashable where RawValue == String {}

/// The fields of a map, by key.
package struct YAMLFields<Key: FieldKey> {
  let parent: YAMLNode
  let fields: [Key: YAMLNode]

  package func required(_ key: Key) throws(RulebookError) -> YAMLNode {
    guard let node = fields[key] else {
      throw parent.invalid("the key '\(key.rawValue)' is missing", "add '\(key.rawValue):' here")
    }
    return node
  }

  package func optional(_ key: Key) -> YAMLNode? { fields[key] }

  /// How well something is known. What a what-if file says of itself counts as supposed, and it need not say it.
  func confidence(_ key: Key) throws(RulebookError) -> Confidence {
    guard parent.isWhatIf else { return try required(key).choice("confidence") }
    let _: Confidence? = try optional(key)?.choice("confidence")
    return .whatIf
  }
}
