import Rating

/// Reads the dated groups of destinations.
struct DestinationGroupReader {
  private enum Key: String, FieldKey {
    case id, title, citation, from
    case readOn = "read-on"
    case members, changes, ambiguities
  }
  private enum ChangeKey: String, FieldKey { case country, joined, left, reference, confidence }

  private let node: YAMLNode
  private let known: Set<CountryCode>

  init(_ node: YAMLNode, known: Set<CountryCode>) {
    self.node = node
    self.known = known
  }

  func groups() throws(RulebookError) -> [DestinationGroup] {
    var groups: [DestinationGroup] = []
    for entry in try node.list() {
      let group = try group(entry)
      if let twin = groups.first(where: { $0.id == group.id }) {
        throw .invalid(
          at: group.location, problem: "the group '\(group.id)' is already at \(twin.location)",
          remedy: "merge them")
      }
      groups.append(group)
    }
    return groups
  }

  private func group(_ node: YAMLNode) throws(RulebookError) -> DestinationGroup {
    let fields = try node.fields(Key.self)
    let citation = try CitationReader(fields.required(.citation)).citation()
    let id = try fields.required(.id)
    let readOn = try fields.required(.readOn).date()
    let members = try members(fields.required(.members))
    let changes = try changes(fields.optional(.changes), members: Set(members), readOn: readOn)
    let dated = Set(changes.filter { $0.until == nil }.map(\.country))
    let undated = members.filter { !dated.contains($0) }.map {
      DestinationGroup.Membership(
        country: $0, from: nil, until: nil,
        reference: "\(citation.section) (\(citation.reference)); no change before it was found",
        confidence: .secondary)
    }
    return DestinationGroup(
      id: try id.text(), title: try fields.required(.title).text(), citation: citation,
      from: try fields.optional(.from).map { (node) throws(RulebookError) in try node.date() },
      readOn: readOn, memberships: undated + changes,
      ambiguities: try fields.optional(.ambiguities).map { (node) throws(RulebookError) in
        try AmbiguityReader(node).ambiguities()
      } ?? [],
      location: id.location)
  }

  private func members(_ node: YAMLNode) throws(RulebookError) -> [CountryCode] {
    var members: [CountryCode] = []
    for entry in try node.list() {
      let code = try entry.countryCode(among: known)
      guard !members.contains(code) else { throw entry.invalid("\(code) is listed twice", "keep one") }
      members.append(code)
    }
    return members
  }

  /// A country that joined must be on the list that was read, one that left before that day must not.
  private func changes(
    _ node: YAMLNode?, members: Set<CountryCode>, readOn: CalendarDate
  ) throws(RulebookError) -> [DestinationGroup.Membership] {
    try (node?.list() ?? []).map { (entry) throws(RulebookError) in
      let fields = try entry.fields(ChangeKey.self)
      let country = try fields.required(.country).countryCode(among: known)
      let joined = try fields.optional(.joined).map { (node) throws(RulebookError) in try node.date() }
      let left = try fields.optional(.left).map { (node) throws(RulebookError) in try node.date() }
      guard joined != nil || left != nil else {
        throw entry.invalid("the change of \(country) has no day", "add 'joined:' or 'left:'")
      }
      if let joined, let left, left <= joined {
        throw entry.invalid("\(country) leaves before it joins", "correct 'joined' or 'left'")
      }
      let isMember = (left.map { readOn < $0 } ?? true) && (joined.map { $0 <= readOn } ?? true)
      guard members.contains(country) == isMember else {
        throw entry.invalid(
          "by this change \(country) is \(isMember ? "a" : "no") member on \(readOn), by 'members' it is "
            + (isMember ? "none" : "one"), "correct one of them")
      }
      return DestinationGroup.Membership(
        country: country, from: joined, until: left, reference: try fields.required(.reference).reference(),
        confidence: try fields.confidence(.confidence))
    }
  }
}
