import Rating

/// The facts about chips: every table loaded, checked and put together.
public struct ChipDatabase: Sendable {
  /// In the order of the table.
  public let chips: [Chip]
  /// In the order of the table.
  public let microarchitectures: [Microarchitecture]
  public let equivalenceDefinitions: [EquivalenceDefinition]
  /// In the order of the table.
  public let systems: [ComputeSystem]
  /// By id.
  public let sources: [String: Source]
  /// The process nodes whose first product is known.
  public let processNodes: [ProcessNode]
  /// The range of GEMM rate over peak that published measurements span, as shares of 1.
  public let publishedEfficiencies: ClosedRange<Double>
  /// The relative difference below which two results do not differ materially.
  public let materialDifference: Double
  /// At which shares of the peak published training runs operated, in the order of the table.
  public let utilisations: [PublishedUtilisation]
  /// How far training runs have gone.
  public let trainingLimits: TrainingLimits

  /// The chip that owns each spelling's key.
  let spellings: [String: Int]
  let identifications: [Identification]
  /// Where the user's own tables say something else than the shipped ones; each names both rows and which stands.
  public let contradictions: [DataProblem]

  /// The longest name that is looked up, in characters.
  public static let longestQuery = 200

  /// The chip with exactly this id.
  public func chip(id: String) -> Chip? {
    spellings[Similarity.key(id)].map { chips[$0] }.flatMap { $0.id == id ? $0 : nil }
  }

  /// Finds a chip by id, name or alias. Case, blanks, hyphens, underscores, parentheses and the signs of
  /// trade marks do not count.
  /// - Throws: `ChipDBError.unknownChip` with the nearest names, `ChipDBError.badQuery` for a blank or
  ///   endless one. No chip is ever guessed.
  public func chip(matching query: String) throws(ChipDBError) -> Chip {
    let key = try Self.key(of: query)
    if let index = spellings[key] { return chips[index] }
    throw .unknownChip(query: query, nearest: nearest(to: query))
  }

  /// The position in `chips` of the chip with an id, name or alias; `nil` for none. Looks for nothing similar, so that
  /// millions of names can be asked for.
  public func position(matching query: String) -> Int? {
    guard let key = try? Self.key(of: query) else { return nil }
    return spellings[key]
  }

  /// The code of a country in which some vendor has its headquarters; case does not count.
  /// - Throws: `ChipDBError.badQuestion` with the codes that there are.
  public func country(_ code: String) throws(ChipDBError) -> String {
    let countries = Set(chips.map(\.country)).sorted()
    if let country = countries.first(where: { $0 == code.uppercased() }) { return country }
    throw .badQuestion(
      "no vendor of the database has its headquarters in \(code.quotable): write an ISO 3166 alpha-2 code, one of "
        + countries.joined(separator: ", "))
  }

  /// The definition of equivalence with an id.
  /// - Throws: `ChipDBError.badQuestion` with the ids that there are.
  public func equivalenceDefinition(_ id: String) throws(ChipDBError) -> EquivalenceDefinition {
    if let definition = equivalenceDefinitions.first(where: { $0.id == id }) { return definition }
    throw .badQuestion(.unknown("definition", id, among: equivalenceDefinitions.map(\.id)))
  }

  /// The definition that counts where nobody chooses one: the first of the table. Who uses it says so.
  /// - Throws: `ChipDBError.badQuestion` where there is none.
  public var defaultEquivalence: EquivalenceDefinition {
    get throws(ChipDBError) {
      guard let first = equivalenceDefinitions.first else {
        throw .badQuestion("equivalences.csv has no definition: add one")
      }
      return first
    }
  }

  /// Identifies an x86 processor by the vendor string, family, model and stepping of CPUID.
  public func microarchitecture(
    cpuVendor: String, family: Int, model: Int, stepping: Int
  ) -> MicroarchitectureMatch? {
    match(.x86(cpuVendor), family: family, model: model, stepping: stepping)
  }

  /// Identifies an Arm processor by the implementer and part number of MIDR_EL1.
  public func microarchitecture(armImplementer: Int, part: Int) -> MicroarchitectureMatch? {
    match(.arm(armImplementer), family: nil, model: part, stepping: nil)
  }

  /// Derived rates of a whole processor of the database at its boost clock, or at its base clock where no
  /// boost is published; the source of each names the clock.
  /// - Returns: nothing for what is no processor, or has no published clock.
  public func derivedThroughputs(of chip: Chip) -> [Throughput] {
    guard let cpu = chip.cpu, let clock = cpu.boostGHz ?? cpu.baseGHz,
      let core = microarchitectures.first(where: { $0.id == cpu.microarchitecture })
    else { return [] }
    let kind = cpu.boostGHz == nil ? "base clock, no boost published" : "boost clock"
    return core.derivedThroughputs(
      cores: cpu.cores, clockGHz: clock, clockSource: "\(kind): \(cpu.source), \(cpu.grade.rawValue)")
  }

  /// The derived rate of a whole processor at one precision, in TOP/s, as trustworthy as the worse of its clock and its
  /// core's path; `nil` for what is no processor, or has no such path or clock.
  public func derived(_ precision: Precision, of chip: Chip) -> SourcedValue? {
    guard let cpu = chip.cpu,
      let rate = derivedThroughputs(of: chip).first(where: { $0.precision == precision }),
      let path = microarchitectures.first(where: { $0.id == cpu.microarchitecture })?.fastestPath(precision)
    else { return nil }
    return SourcedValue(
      value: rate.tops, unit: "TOP/s", source: rate.source, grade: max(cpu.grade, path.grade),
      place: cpu.place,
      isOwn: cpu.isOwn)
  }

  /// What counts in a name that is asked for.
  /// - Throws: `ChipDBError.badQuery` for a blank or endless one.
  static func key(of query: String) throws(ChipDBError) -> String {
    guard query.utf8.count <= 4 * longestQuery, query.count <= longestQuery else {
      throw .badQuery(
        "a chip's name of more than \(longestQuery) characters: give an id, a name or an alias")
    }
    let key = Similarity.key(query)
    guard !key.isEmpty else {
      throw .badQuery("the chip's name is blank: give an id, a name or an alias, such as h100-sxm")
    }
    return key
  }

  /// At most five chips whose names are most like a query.
  func nearest(to query: String) -> [ChipDBError.Suggestion] {
    var owners: [String: ChipDBError.Suggestion] = [:]
    for chip in chips {
      for spelling in chip.spellings { owners[spelling] = .init(id: chip.id, name: chip.name) }
    }
    let names = Similarity.nearest(to: query, among: Array(owners.keys), limit: 20)
    return Array(names.compactMap { owners[$0] }.uniqued.prefix(5))
  }

  private func match(
    _ vendor: Identification.Vendor, family: Int?, model: Int, stepping: Int?
  ) -> MicroarchitectureMatch? {
    identifications.first { row in
      row.matches(vendor, family: family, model: model, stepping: stepping)
    }.flatMap(match)
  }

  /// What a row of the table of identifications tells.
  func match(_ row: Identification) -> MicroarchitectureMatch? {
    microarchitectures.first { $0.id == row.microarchitecture }.map {
      MicroarchitectureMatch(
        microarchitecture: $0, codename: row.codename, source: row.source, grade: row.grade)
    }
  }
}
