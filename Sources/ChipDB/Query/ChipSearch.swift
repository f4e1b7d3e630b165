import Rating

/// What a text finds: chips by names and device ids, processors by what CPUID tells.
public struct ChipSearch: Sendable {
  public let query: String
  /// The best first; each chip once. Names that are merely alike are there only where nothing else is.
  public let matches: [ChipMatch]
  /// Core designs that the text identifies.
  public let processors: [MicroarchitectureMatch]

  /// Names that share less than this are no match, only suggestions.
  private static let leastLikeness = 0.65
  /// A single letter is a part of almost every name.
  private static let shortestPart = 2

  /// - Throws: `ChipDBError.unknownChip` with the nearest names where nothing is found, `ChipDBError.badQuery` for a
  ///   blank or endless text.
  public init(_ query: String, in database: ChipDatabase) throws(ChipDBError) {
    let key = try ChipDatabase.key(of: query)
    let identified = ProcessorQuery(query)?.identifications(in: database) ?? []
    let deviceID = Self.deviceID(query)
    let wanted = Similarity.Name(query)
    let sure = database.chips.compactMap { chip in
      [
        Self.byDeviceID(chip, deviceID, key), Self.byProcessor(chip, identified),
        Self.byName(chip, wanted),
      ].compactMap { $0 }.max { ($0.score, $1.way) < ($1.score, $0.way) }
    }
    let found = sure.isEmpty ? database.chips.compactMap { Self.alike($0, wanted) } : sure
    self.query = query
    matches = found.sorted { ($1.score, $0.way, $0.chip.id) < ($0.score, $1.way, $1.chip.id) }
    processors = identified.compactMap { database.match($0) }
    if matches.isEmpty && processors.isEmpty {
      throw .unknownChip(query: query, nearest: database.nearest(to: query))
    }
  }

  /// A PCI id as the table writes it: "0x10DE:0x2330" is 10de:2330.
  private static func deviceID(_ query: String) -> String {
    query.lowercased().split(separator: ":", omittingEmptySubsequences: false).map { part in
      let digits = part.trimmingBlanks
      return digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits
    }.joined(separator: ":")
  }

  private static func byDeviceID(_ chip: Chip, _ deviceID: String, _ key: String) -> ChipMatch? {
    chip.deviceIDs.first { $0.scheme == .pci ? $0.id == deviceID : Similarity.key($0.id) == key }.map {
      ChipMatch(chip: chip, way: .deviceID, matched: "\($0.scheme.rawValue) \($0.id)", score: 1)
    }
  }

  private static func byProcessor(_ chip: Chip, _ identified: [Identification]) -> ChipMatch? {
    guard let core = chip.cpu?.microarchitecture,
      let row = identified.first(where: { $0.microarchitecture == core })
    else { return nil }
    // A design is told by its number, a product is not: several products share a design.
    return ChipMatch(
      chip: chip, way: .processor, matched: [row.codename, core].compactMap { $0 }.joined(separator: ", "),
      score: 0.9)
  }

  private static func byName(_ chip: Chip, _ wanted: Similarity.Name) -> ChipMatch? {
    var best: ChipMatch?
    func offer(_ way: ChipMatch.Way, _ matched: String, _ score: Double) {
      if score > best?.score ?? 0 { best = ChipMatch(chip: chip, way: way, matched: matched, score: score) }
    }
    let devices = chip.deviceIDs.filter { $0.scheme != .pci }.map { (ChipMatch.Way.deviceID, $0.id) }
    for (way, text) in names(of: chip) + devices {
      let name = Similarity.Name(text)
      let share = Double(wanted.key.count) / Double(max(1, name.key.count))
      if name.key == wanted.key {
        offer(way, text, 1)
      } else if wanted.words.count > 1, wanted.words.isSubset(of: name.words) {
        offer(.words, text, 0.8 + 0.15 * min(1, share))
      } else if wanted.key.count >= shortestPart, name.key.contains(wanted.key) {
        offer(.part, text, 0.6 + 0.3 * share)
      }
    }
    if wanted.key.count >= shortestPart, Similarity.Name(chip.vendor).key.contains(wanted.key) {
      offer(.vendor, chip.vendor, 0.5)
    }
    return best
  }

  private static func alike(_ chip: Chip, _ wanted: Similarity.Name) -> ChipMatch? {
    names(of: chip).map { _, text in
      (text: text, likeness: 1 - Similarity.distance(wanted, Similarity.Name(text)))
    }.max { $0.likeness < $1.likeness }.flatMap { text, likeness in
      likeness < leastLikeness
        ? nil : ChipMatch(chip: chip, way: .alike, matched: text, score: 0.6 * likeness)
    }
  }

  private static func names(of chip: Chip) -> [(ChipMatch.Way, String)] {
    [(.id, chip.id), (.name, chip.name)] + chip.aliases.map { (.alias, $0) }
  }
}
