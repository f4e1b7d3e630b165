import Rating

/// The facts about chips: every table loaded, checked and put together.
public struct ChipDatabase: Sendable {
  /// In the order of the table.
  public let chips: [Chip]
  /// In the order of the table.
  public let microarchitectures: [Microarchitecture]
  public let equivalenceDefinitions: [EquivalenceDefinition]
  /// By id.
  public let sources: [String: Source]
  /// The process nodes whose first product is known.
  public let processNodes: [ProcessNode]
  /// The range of GEMM rate over peak that published measurements span, as shares of 1.
  public let publishedEfficiencies: ClosedRange<Double>
  /// The relative difference below which two results do not differ materially.
  public let materialDifference: Double

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
    guard query.utf8.count <= 4 * Self.longestQuery, query.count <= Self.longestQuery else {
      throw .badQuery(
        "a chip's name of more than \(Self.longestQuery) characters: give an id, a name or an alias")
    }
    let key = Similarity.key(query)
    guard !key.isEmpty else {
      throw .badQuery("the chip's name is blank: give an id, a name or an alias, such as h100-sxm")
    }
    if let index = spellings[key] { return chips[index] }
    throw .unknownChip(query: query, nearest: nearest(to: query))
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

  private func nearest(to query: String) -> [ChipDBError.Suggestion] {
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
    let row = identifications.first { row in
      row.matches(vendor, family: family, model: model, stepping: stepping)
    }
    return row.flatMap { row in
      microarchitectures.first { $0.id == row.microarchitecture }.map {
        MicroarchitectureMatch(
          microarchitecture: $0, codename: row.codename, source: row.source, grade: row.grade)
      }
    }
  }
}
