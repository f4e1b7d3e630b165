import Rating

extension DatabaseLoader {
  /// Reads the chips, and which of them each spelling names.
  mutating func loadChips() throws(ChipDBError) -> (chips: [Chip], spellings: [String: Int]) {
    let table = try table(
      "chips",
      [
        "id", "name", "aliases", "vendor", "country", "kind", "form_factor", "released", "status",
        "data_centre", "node_nm", "non_planar", "package", "source", "note",
      ])
    chipIDs = KnownIDs(table)
    var seen = SeenKeys(table)
    var chips: [Chip] = []
    var spellings: [String: Int] = [:]
    chips.reserveCapacity(table.rows.count)
    spellings.reserveCapacity(4 * table.rows.count)
    for row in table.rows {
      checkUnique(row, ["id"], &seen)
      guard let chip = chip(row) else { continue }
      if row.isOwn, let shipped = table.shipped(row, ["id"]),
        let index = chips.firstIndex(where: { $0.id == chip.id })
      {
        for column in Self.facts where row.text(column) != shipped.text(column) {
          contradict(row, column, shipped, "the own row is used")
        }
        chips[index] = chip
        for name in [chip.name] + chip.aliases {
          claim(name, in: "aliases", of: row, for: chip, at: index, chips, &spellings)
        }
        continue
      }
      claim(chip.id, in: "id", of: row, for: chip, at: chips.count, chips, &spellings)
      claim(chip.name, in: "name", of: row, for: chip, at: chips.count, chips, &spellings)
      for name in chip.aliases {
        claim(name, in: "aliases", of: row, for: chip, at: chips.count, chips, &spellings)
      }
      chips.append(chip)
    }
    return (chips, spellings)
  }

  private mutating func chip(_ row: Row) -> Chip? {
    let id = row.id("id", &problems)
    let name = row.required("name", &problems)
    let vendor = row.required("vendor", &problems)
    let country = country(row)
    let kind = row.requiredChoice("kind", Chip.Kind.self, &problems)
    let formFactor = row.choice("form_factor", Chip.FormFactor.self, &problems)
    let released = row.date("released", &problems)
    let status = row.choice("status", Chip.Status.self, &problems)
    let dataCentre = row.outcome("data_centre", &problems)
    let nodeNM = row.positive("node_nm", &problems)
    let nonPlanar = row.outcome("non_planar", &problems)
    let source = source(row)
    guard let id, let name, let vendor, let country, let kind else { return nil }
    return Chip(
      id: id, name: name, aliases: Self.aliases(row), vendor: vendor, country: country, kind: kind,
      formFactor: formFactor, released: released, status: status, dataCentre: dataCentre, nodeNM: nodeNM,
      nonPlanar: nonPlanar, package: row.text("package"), source: source, note: row.text("note"),
      place: row.place, isOwn: row.isOwn)
  }

  /// The other names that stand between semicolons.
  static func aliases(_ row: Row) -> [String] {
    (row.text("aliases") ?? "").unicodeScalars.split(separator: ";").map { String($0).trimmingBlanks }
  }

  private static let facts = [
    "name", "vendor", "country", "kind", "form_factor", "released", "status", "data_centre", "node_nm",
    "non_planar", "package",
  ]

  mutating func country(_ row: Row) -> String? {
    guard let code = row.required("country", &problems) else { return nil }
    if code.utf8.count == 2, code.utf8.allSatisfy({ (65...90).contains($0) }) { return code }
    row.note("country", "is \(code.quotable): write ISO 3166 alpha-2, such as CN", &problems)
    return nil
  }

  /// Gives a spelling to the chip at an index, and notes one that another chip has.
  private mutating func claim(
    _ name: String, in column: String, of row: Row, for chip: Chip, at index: Int, _ chips: [Chip],
    _ spellings: inout [String: Int]
  ) {
    let key = Similarity.key(name)
    if key.isEmpty {
      row.note(column, "holds \(name.quotable), which names nothing: remove it", &problems)
    } else if let owner = spellings[key] {
      if owner < chips.count, chips[owner].id != chip.id {
        row.note(
          column, "\(name.quotable) already names \(chips[owner].id): a name belongs to one chip", &problems)
      }
    } else {
      spellings[key] = index
    }
  }
}
