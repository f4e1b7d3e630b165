import Rating

/// The facts about chips: every table loaded, checked and put together.
public struct ChipDatabase: Sendable {
  /// In the order of the table.
  public let chips: [Chip]
  public let microarchitectures: [Microarchitecture]
  public let equivalenceDefinitions: [EquivalenceDefinition]
  /// By id.
  public let sources: [String: Source]
  /// Figures against which claims are judged, by id.
  let yardsticks: [String: Double]
  let identifications: [Identification]

  /// The range of GEMM rate over peak that published measurements span.
  public var publishedEfficiencies: ClosedRange<Double> {
    let lowest = yardsticks["gemm-efficiency-lowest"] ?? 0
    return lowest...max(lowest, yardsticks["gemm-efficiency-highest"] ?? 1)
  }

  /// The relative difference below which two results do not differ materially.
  public var materialDifference: Double { yardsticks["material-difference"] ?? 0 }

  /// The longest name that is looked up.
  static let longestQuery = 200

  /// Finds a chip by id, name or alias; case, blanks, hyphens and other punctuation do not count.
  /// - Throws: `ChipDBError.unknownChip` with the nearest names. No chip is ever guessed.
  public func chip(matching query: String) throws(ChipDBError) -> Chip {
    let wanted = Similarity.normalized(String(query.prefix(Self.longestQuery)))
    if !wanted.isEmpty, query.count <= Self.longestQuery,
      let chip = chips.first(where: { chip in chip.spellings.contains { Similarity.normalized($0) == wanted }
      })
    {
      return chip
    }
    throw .unknownChip(query: String(query.prefix(Self.longestQuery)), nearest: nearest(to: query))
  }

  private func nearest(to query: String) -> [String] {
    let owners = Dictionary(
      chips.flatMap { chip in chip.spellings.map { ($0, chip) } }, uniquingKeysWith: { first, _ in first })
    let spellings = Similarity.nearest(
      to: String(query.prefix(Self.longestQuery)), among: owners.keys.sorted(), limit: 20)
    return spellings.compactMap { owners[$0].map { "\($0.id) (\($0.name))" } }.uniqued.prefix(5).map { $0 }
  }

  /// Identifies an x86 processor by its CPUID signature.
  public func microarchitecture(
    cpuVendor: String, family: Int, model: Int, stepping: Int
  ) -> MicroarchitectureMatch? {
    match { row in
      row.vendor == cpuVendor && row.family == family && row.models.contains(model)
        && row.steppings?.contains(stepping) ?? true
    }
  }

  /// Identifies an Arm processor by implementer and part number.
  public func microarchitecture(armImplementer: Int, part: Int) -> MicroarchitectureMatch? {
    match { row in
      row.family == nil && row.vendor == "0x" + String(armImplementer, radix: 16) && row.models.contains(part)
    }
  }

  private func match(_ isMatch: (Identification) -> Bool) -> MicroarchitectureMatch? {
    identifications.first(where: isMatch).flatMap { row in
      microarchitectures.first { $0.id == row.microarchitecture }.map {
        MicroarchitectureMatch(
          microarchitecture: $0, codename: row.codename, source: row.source, grade: row.grade)
      }
    }
  }

  /// The derived rates of a processor of the database at its highest published clock, by its microarchitecture.
  /// Empty for what is no processor, or has no published boost clock.
  public func derivedThroughputs(of chip: Chip) -> [Throughput] {
    guard let cpu = chip.cpu, let clock = cpu.boostGHz ?? cpu.baseGHz,
      let core = microarchitectures.first(where: { $0.id == cpu.microarchitecture })
    else { return [] }
    return core.derivedThroughputs(cores: cpu.cores, clockGHz: clock)
  }
}

extension Chip {
  /// Everything that users may call it.
  var spellings: [String] { [id, name] + aliases }
}
