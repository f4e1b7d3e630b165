import Rating

/// Applies one what-if file to the instruments of the law.
///
/// A file changes the standings that it names under `status:` and no other: codified and enforced answers never mix. One
/// that names none applies to both.
struct WhatIfReader {
  let path: String
  let law: [Instrument]
  /// The files applied before.
  let earlier: [WhatIf]
  let supposition: Supposition
  let withTests: Bool

  func applied() throws(RulebookError) -> (instruments: [Instrument], whatIf: WhatIf) {
    let root = try RuleFile(path: path, isWhatIf: true).root()
    let isAmendment = try root.entries().contains { $0.key.isNamed(AmendmentReader.Key.overrides.rawValue) }
    return isAmendment ? try amended(root) : try whole(root)
  }

  private func amended(_ root: YAMLNode) throws(RulebookError) -> ([Instrument], WhatIf) {
    let reader = AmendmentReader(root: root, law: law)
    let old = try reader.amended()
    let node = try reader.id()
    let id = try node.text()
    if let twin = law.first(where: { $0.id == id }) {
      throw node.invalid(
        "the id '\(twin.id)' is already used at \(twin.location)", "give the file an id of its own")
    }
    let amendment = Amendment(
      file: path, id: id, title: try reader.title(),
      standings: SupposedStandings(statements: try reader.status(), file: path), values: try reader.values())
    let manner = manner(of: amendment)
    let drawn = manner == .partly ? dependents(on: old.id) : []
    if let earlier = earlier.first(where: { !$0.touched.isDisjoint(with: drawn.union([old.id])) }) {
      throw node.invalid(
        "\(earlier.file) amends '\(earlier.overrides ?? "")' under one standing alone, and '\(old.id)' turns on it",
        "give both changes in one file")
    }
    return (
      instruments(old, amendment, manner, drawn: drawn),
      WhatIf(
        file: path, instrument: [.beside, .partly].contains(manner) ? id : old.id, overrides: old.id,
        manner: manner, standings: amendment.standings.ofLaw, namesStanding: !amendment.standings.areSilent,
        changes: old.parameters.flatMap { changes($0, amendment.values[$0.id] ?? []) },
        touched: manner == .partly ? drawn.union([old.id]) : [])
    )
  }

  private func manner(of amendment: Amendment) -> WhatIf.Manner {
    let standings = amendment.standings
    if supposition != .asNamed || standings.areSilent { return .inPlace }
    if standings.ofLaw.isEmpty { return .beside }
    let both = [Standing.codified, .enforced].allSatisfy { standings.lasts($0, from: amendment.firstDay) }
    return both ? .inPlace : .partly
  }

  /// The instruments with a paragraph that turns on one, directly or through others.
  private func dependents(on id: String) -> Set<String> {
    var found: Set<String> = [id]
    while true {
      let more = law.filter { instrument in
        !found.contains(instrument.id)
          && instrument.paragraphs.contains {
            $0.condition.references.contains { found.contains($0.instrument) }
          }
      }
      if more.isEmpty { return found.subtracting([id]) }
      found.formUnion(more.map(\.id))
    }
  }

  private func instruments(
    _ old: Instrument, _ amendment: Amendment, _ manner: WhatIf.Manner, drawn: Set<String>
  ) -> [Instrument] {
    let standings = amendment.standings
    let suffix = " (what-if \(amendment.id))"
    let mark = WhatIf.mark(path)
    switch manner {
    case .inPlace, .addition:
      let parameters =
        if case .only(let standing) = supposition {
          amendment.parameters(old.parameters, under: standing)
        } else {
          amendment.parameters(old.parameters)
        }
      let copy = InstrumentCopy(
        id: old.id, title: amendment.title, status: standings.inPlace(of: old.status), parameters: parameters)
      return law.map { $0.id == old.id ? copy.of($0) : $0 }
    case .beside:
      let copy = InstrumentCopy(
        id: amendment.id, title: amendment.title,
        status: standings.statements.announced(from: old.firstDay, in: path),
        parameters: amendment.parameters(old.parameters), suffix: suffix, mark: mark,
        renamed: [old.id: amendment.id], isDraft: true)
      return law + [copy.of(old)]
    case .partly:
      var renamed = Dictionary(uniqueKeysWithValues: drawn.map { ($0, "\($0)-with-\(amendment.id)") })
      renamed[old.id] = amendment.id
      let rest = law.map { instrument in
        guard renamed[instrument.id] != nil else { return instrument }
        var instrument = instrument
        instrument.status = standings.ofRest(instrument.status)
        instrument.tests = []
        return instrument
      }
      let copies = law.compactMap { instrument in
        renamed[instrument.id].map { id in
          let isOwn = instrument.id == old.id
          return InstrumentCopy(
            id: id, title: isOwn ? amendment.title : "\(instrument.title), with '\(amendment.id)'",
            status: standings.ofCopy(instrument.status, first: instrument.firstDay, isAmended: isOwn),
            parameters: isOwn ? amendment.parameters(instrument.parameters) : instrument.parameters,
            suffix: suffix, mark: mark, renamed: renamed
          ).of(instrument)
        }
      }
      return rest + copies
    }
  }

  private func changes(_ parameter: Parameter, _ values: [DatedValue]) -> [String] {
    values.map { value in
      let unit = parameter.quantity.map { " \($0.unit)" } ?? ""
      func words(_ number: Double?) -> String { number.map { Wording.number($0) + unit } ?? "none" }
      return "\(parameter.id) \(words(parameter.value(on: value.from)?.value)) → \(words(value.value)) "
        + "from \(value.from)"
    }
  }

  private func whole(_ root: YAMLNode) throws(RulebookError) -> ([Instrument], WhatIf) {
    var new = try InstrumentReader(root, withTests: withTests).instrument()
    let old = law.first { $0.id == new.id }
    let standings = SupposedStandings(statements: new.status, file: path)
    if let old, old.status.isLaw, supposition == .asNamed,
      standings.ofLaw.isEmpty || !new.status.namesBothOfLaw
    {
      throw .invalid(
        at: new.location,
        problem: "'\(new.id)' is law, and a whole file takes its place codified and enforced alike",
        remedy:
          "give the draft an id of its own, say under 'status:' both whether it is codified and whether it is "
          + "enforced, or amend one of them alone with 'overrides:'")
    }
    switch supposition {
    case .asIf(let standing) where standing != .announced:
      new.status = new.status.announced(from: new.firstDay, in: path)
      new.status.append(
        StatusStatement(
          standing: standing, value: true, from: new.firstDay, reference: WhatIf.mark(path),
          confidence: .whatIf))
    case .asNamed where standings.areSilent:
      new.status = Standing.allCases.map {
        StatusStatement(
          standing: $0, value: true, from: new.firstDay, reference: WhatIf.mark(path), confidence: .whatIf)
      }
    default:
      new.status = new.status.announced(from: new.firstDay, in: path)
    }
    return (
      old == nil ? law + [new] : law.map { $0.id == new.id ? new : $0 },
      WhatIf(
        file: path, instrument: new.id, overrides: old?.id, manner: old == nil ? .addition : .inPlace,
        standings: standings.ofLaw, namesStanding: !standings.areSilent,
        changes: ["\(new.paragraphs.count) paragraphs, \(new.allowances.count) allowances"], touched: [])
    )
  }
}

/// Which standing what-if files are supposed to have.
public enum Supposition: Equatable, Sendable {
  /// What they name under `status:`; both of law if they name none.
  case asNamed
  /// This one, whatever they say.
  case asIf(Standing)
  /// What they name, for a question about one standing alone: what they say of it stands in the law's place.
  case only(Standing)
}

extension Rulebook {
  /// The rulebook with what files suppose, each marked in every answer that rests on it.
  ///
  /// - Parameters:
  ///   - paths: rule files, or files that give parameters of an instrument other values (`overrides:`).
  ///   - supposition: the standing that they are supposed to have.
  ///   - withTests: whether the test vectors in them are read.
  /// - Throws: `RulebookError` with the place of what cannot be read or does not fit the rules.
  public func supposing(
    _ paths: [String], _ supposition: Supposition = .asNamed, withTests: Bool = false
  ) throws(RulebookError) -> Rulebook {
    guard !paths.isEmpty else { return self }
    var (instruments, whatIfs) = (instruments, whatIfs)
    for path in paths {
      let reader = WhatIfReader(
        path: path, law: instruments, earlier: whatIfs, supposition: supposition, withTests: withTests)
      let applied = try reader.applied()
      instruments = applied.instruments
      whatIfs.append(applied.whatIf)
    }
    return try Rulebook(checking: instruments, countries: countries, whatIfs: whatIfs)
  }
}

extension Instrument {
  /// The first day of any of its rules.
  fileprivate var firstDay: CalendarDate {
    let days = paragraphs.map(\.from) + parameters.flatMap(\.values).map(\.from)
    return days.min() ?? citation.retrieved
  }
}

extension [StatusStatement] {
  /// Whether it says something of both standings of law.
  fileprivate var namesBothOfLaw: Bool {
    [.codified, .enforced].allSatisfy { standing in contains { $0.standing == standing } }
  }

  /// Whether it says of any day that it is codified or enforced.
  fileprivate var isLaw: Bool { contains { $0.value && $0.standing != .announced } }

  /// With what is true of a draft wherever nothing is said: announced, neither codified nor enforced.
  fileprivate func announced(from day: CalendarDate, in file: String) -> [StatusStatement] {
    let silent = Standing.allCases.filter { standing in !contains { $0.standing == standing } }
    return self
      + silent.map {
        StatusStatement(
          standing: $0, value: $0 == .announced, from: day, reference: WhatIf.mark(file), confidence: .whatIf)
      }
  }
}
