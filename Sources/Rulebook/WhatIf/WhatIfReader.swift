import Rating

/// Applies one what-if file to the instruments of the law.
///
/// A draft is never law: unless its own status says that it is codified or enforced, it is announced, and an amended
/// copy stands beside the instrument that it amends.
struct WhatIfReader {
  let path: String
  let law: [Instrument]
  /// The standing that the file is supposed to have whatever it says; `nil` to take its word.
  let supposed: Standing?
  let withTests: Bool

  func applied() throws(RulebookError) -> (instruments: [Instrument], whatIf: WhatIf) {
    let root = try RuleFile(path: path, isWhatIf: true).root()
    let isAmendment = try root.entries().contains { $0.key.isNamed(AmendmentReader.Key.overrides.rawValue) }
    return isAmendment ? try amended(root) : try whole(root)
  }

  private func amended(_ root: YAMLNode) throws(RulebookError) -> ([Instrument], WhatIf) {
    let reader = AmendmentReader(root: root, law: law)
    let old = try reader.amended()
    let own = try reader.status()
    let isBeside = supposed == nil && !own.isLaw
    let node = try reader.id()
    let id = try node.text()
    if let twin = law.first(where: { $0.id == id }) {
      throw node.invalid(
        "the id '\(twin.id)' is already used at \(twin.location)", "give the file an id of its own")
    }
    let values = try reader.values()
    let amendment = Amendment(
      file: path, id: isBeside ? id : old.id, title: try reader.title(),
      status: isBeside ? own.announced(from: old.firstDay, in: path) : old.status + own, values: values,
      isBeside: isBeside)
    let text = try RuleFile(path: old.location.file).root(before: InstrumentReader.lastKey)
    let new = try InstrumentReader(text, withTests: false, amendment: amendment).instrument()
    let changes = old.parameters.flatMap { self.changes($0, values[$0.id] ?? []) }
    return (
      isBeside ? law + [new] : law.map { $0.id == old.id ? new : $0 },
      WhatIf(
        file: path, instrument: new.id, overrides: old.id, manner: isBeside ? .beside : .inPlace,
        changes: changes)
    )
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
    if let old, old.status.isLaw, supposed == nil, !new.status.isLaw {
      throw .invalid(
        at: new.location, problem: "'\(new.id)' is law, and what is only announced takes no law's place",
        remedy: "give the draft an id of its own, or say under 'status:' that it is codified or enforced")
    }
    new.status = new.status.announced(from: new.firstDay, in: path)
    if let supposed, supposed != .announced {
      new.status.append(
        StatusStatement(
          standing: supposed, value: true, from: new.firstDay, reference: WhatIf.mark(path),
          confidence: .whatIf))
    }
    return (
      old == nil ? law + [new] : law.map { $0.id == new.id ? new : $0 },
      WhatIf(
        file: path, instrument: new.id, overrides: old?.id, manner: old == nil ? .addition : .inPlace,
        changes: ["\(new.paragraphs.count) paragraphs, \(new.allowances.count) allowances"])
    )
  }
}

extension Rulebook {
  /// The rulebook with what files suppose, each marked in every answer that rests on it.
  ///
  /// - Parameters:
  ///   - paths: rule files, or files that give parameters of an instrument other values (`overrides:`).
  ///   - supposed: the standing that they are supposed to have whatever they say; `nil` to take their word.
  ///   - withTests: whether the test vectors in them are read.
  /// - Throws: `RulebookError` with the place of what cannot be read or does not fit the rules.
  public func supposing(
    _ paths: [String], as supposed: Standing? = nil, withTests: Bool = false
  ) throws(RulebookError) -> Rulebook {
    guard !paths.isEmpty else { return self }
    var (instruments, whatIfs) = (instruments, whatIfs)
    for path in paths {
      let reader = WhatIfReader(path: path, law: instruments, supposed: supposed, withTests: withTests)
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
