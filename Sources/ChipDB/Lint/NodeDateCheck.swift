import Rating

/// A chip released before the first product of its process node has the wrong date or the wrong node.
struct NodeDateCheck: LintCheck {
  func findings(for chip: Chip, in context: LintContext) -> [LintFinding] {
    guard let released = chip.released, let nodeNM = chip.nodeNM,
      let node = context.database.processNodes.first(where: { $0.nodeNM == nodeNM }),
      released < node.firstProduct
    else { return [] }
    return [
      LintFinding(
        .nodeDate, .warning, chip: chip.id,
        reason: "released on \(released) at \(Figure(nodeNM)) nm, of which no product was for sale before "
          + "\(node.firstProduct) (\(node.source))",
        places: [chip.place, node.place], remedy: "see the date and the node in the chip's source")
    ]
  }
}
