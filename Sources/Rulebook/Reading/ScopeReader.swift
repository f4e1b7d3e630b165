import Rating

/// Reads the scopes of an instrument: which transactions its rules reach, by date and standing.
struct ScopeReader {
  private enum Key: String, FieldKey { case from, under, reach, reference, confidence }

  let instrument: String

  func scopes(_ node: YAMLNode?) throws(RulebookError) -> [Scope] {
    try (node?.entries() ?? []).map { (entry) throws(RulebookError) in
      Scope(id: try entry.key.text(), versions: try versions(entry.value))
    }
  }

  private func versions(_ node: YAMLNode) throws(RulebookError) -> [Scope.Version] {
    var versions: [Scope.Version] = []
    for entry in try node.list() {
      let fields = try entry.fields(Key.self)
      let reach = try fields.required(.reach)
      let condition = try ConditionReader(instrument: instrument, kind: .item, parameters: [])
        .condition(reach)
      guard condition.limbs.isEmpty, condition.references.isEmpty else {
        throw reach.invalid(
          "a scope tests places and facts, not figures of the item", "move that test to the paragraph")
      }
      let version = Scope.Version(
        from: try fields.required(.from).date(), under: try standings(fields.optional(.under)),
        condition: condition, reference: try fields.required(.reference).reference(),
        confidence: try fields.confidence(.confidence), location: entry.location)
      if let last = versions.last, version.from < last.from {
        throw entry.invalid("the version starts before the one above it", "sort the versions by 'from'")
      }
      versions.append(version)
    }
    return versions
  }

  private func standings(_ node: YAMLNode?) throws(RulebookError) -> [Standing] {
    guard let node else { return Standing.allCases }
    return try node.list().map { (entry) throws(RulebookError) in try entry.choice("standing") }
  }
}

extension YAMLNode {
  /// The scope that this node names.
  func scope(among scopes: [Scope]) throws(RulebookError) -> Scope {
    let name = try text()
    guard let scope = scopes.first(where: { $0.id == name }) else {
      let known = scopes.map(\.id).joined(separator: ", ")
      throw invalid("the scope '\(name)' is not defined", "define it under 'scopes:', or use one of \(known)")
    }
    return scope
  }
}
