import Rating

/// What the checks share: the database, rated once, and the densities of each node.
struct LintContext {
  let engine: MisreadingEngine

  /// TPP/mm² of the chips whose applicable area and node are known, by node.
  let densities: [Double: [Density]]

  struct Density {
    let chip: String
    let value: Double
    let released: CalendarDate?
  }

  init(_ database: ChipDatabase, tf32Reading: TF32Reading) {
    let engine = MisreadingEngine(database, tf32Reading: tf32Reading)
    self.engine = engine
    let densities = database.chips.compactMap { chip -> (Double, Density)? in
      guard let node = chip.nodeNM, let area = engine.areas[chip.id],
        let density = engine.ratings[chip.id]?.performanceDensity(areaMM2: area.value)
      else { return nil }
      return (node, Density(chip: chip.id, value: density, released: chip.released))
    }
    self.densities = Dictionary(grouping: densities, by: \.0).mapValues { $0.map(\.1) }
  }

  var database: ChipDatabase { engine.database }
}

/// One habit or law of physics that rows are held against.
protocol LintCheck: Sendable {
  func findings(for chip: Chip, in context: LintContext) -> [LintFinding]
}
