import Rating

extension DatabaseLoader {
  /// Reads the systems and their figures, in the order of the table.
  mutating func loadSystems(of chips: [Chip]) throws(ChipDBError) -> [ComputeSystem] {
    let table = try table(
      "systems",
      [
        "id", "name", "aliases", "vendor", "country", "chip", "count", "link", "status", "source", "note",
      ])
    let known = KnownIDs(table)
    let links = Dictionary(chips.map { ($0.id, $0.interconnect.map(\.link).uniqued) }) { first, _ in first }
    var seen = SeenKeys(table)
    var owners: [String: String] = [:]
    var systems: [ComputeSystem] = []
    for row in table.rows {
      checkUnique(row, ["id"], &seen)
      guard let system = system(row, links) else { continue }
      for spelling in system.spellings {
        let owner = owners[Similarity.key(spelling), default: system.id]
        if owner != system.id {
          row.note(
            "aliases", "\(spelling.quotable) already names \(owner): a name belongs to one system", &problems)
        }
        owners[Similarity.key(spelling)] = owner
      }
      if row.isOwn, let shipped = table.shipped(row, ["id"]),
        let index = systems.firstIndex(where: { $0.id == system.id })
      {
        for column in ["name", "vendor", "country", "chip", "count", "link", "status"]
        where row.text(column) != shipped.text(column) {
          contradict(row, column, shipped, "the own row is used")
        }
        systems[index] = system
      } else {
        systems.append(system)
      }
    }
    let figures = try loadSystemFigures(known)
    return systems.map { system in
      var system = system
      system.figures = figures[system.id] ?? []
      return system
    }
  }

  private mutating func system(_ row: Row, _ links: [String: [String]]) -> ComputeSystem? {
    let id = row.id("id", &problems)
    let name = row.required("name", &problems)
    let vendor = row.required("vendor", &problems)
    let country = country(row)
    let chip = reference(row, "chip", to: chipIDs, in: "chips.csv")
    let count = row.requiredInteger("count", in: 1...100_000_000, &problems)
    let link = row.text("link")
    if let chip, let link, let known = links[chip], !known.contains(link) {
      row.note(
        "link",
        "\(link.quotable) is no link of \(chip) in interconnect.csv"
          + (known.isEmpty ? ", which has none of it" : ": it has \(known.joined(separator: ", "))"),
        &problems)
    }
    let status = row.choice("status", Chip.Status.self, &problems)
    let source = source(row)
    guard let id, let name, let vendor, let country, let chip, let count else { return nil }
    return ComputeSystem(
      id: id, name: name, aliases: Self.aliases(row), vendor: vendor, country: country, chip: chip,
      count: count, link: link, status: status, source: source, note: row.text("note"), place: row.place,
      isOwn: row.isOwn)
  }

  private mutating func loadSystemFigures(
    _ known: KnownIDs
  ) throws(ChipDBError) -> [String: [ComputeSystem.PublishedFigure]] {
    let table = try table(
      "system_figures", ["system", "quantity", "precision", "value", "source", "grade", "note"])
    var seen = SeenKeys(table)
    var figures: [String: [ComputeSystem.PublishedFigure]] = [:]
    for row in table.rows {
      checkUnique(row, ["system", "quantity", "precision", "source", "value"], &seen)
      let system = reference(row, "system", to: known, in: "systems.csv")
      let kind = row.requiredChoice("quantity", SystemQuantity.Kind.self, &problems)
      let precision = row.choice("precision", Precision.self, &problems)
      let quantity = kind.flatMap { SystemQuantity($0, precision) }
      if let kind, quantity == nil {
        row.note(
          "precision",
          "must be given for \(SystemQuantity.Kind.rate.rawValue), and be blank for \(kind.rawValue)",
          &problems)
      }
      let value = row.sourced("value", unit: quantity?.unit ?? "", origin(row), &problems)
      guard let system, let quantity, let value else { continue }
      figures[system, default: []].append(.init(quantity: quantity, value: value))
    }
    return figures
  }
}

extension ChipDatabase {
  /// Finds a system by id, name or alias, as chips are found.
  /// - Throws: `ChipDBError.badQuestion` with the ids that there are.
  public func system(matching query: String) throws(ChipDBError) -> RatedSystem {
    let key = try Self.key(of: query)
    guard let system = systems.first(where: { $0.spellings.map(Similarity.key).contains(key) }) else {
      throw .badQuestion(.unknown("system", query, among: systems.map(\.id)))
    }
    return try RatedSystem(system, in: self)
  }
}
