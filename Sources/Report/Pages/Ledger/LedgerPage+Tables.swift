import Rating
import Rulebook

extension LedgerPage {
  var headroomSections: [Document.Section] {
    let ids = headroom.map(\.limit).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return ids.map { id in
      let uses = headroom.filter { $0.limit == id }
      var blocks: [Document.Block] = [.table(nowTable(uses))]
      if let all = accounts[id], all > uses.count {
        blocks.append(
          .notes(["\(NumberFormat.whole(Double(all))) accounts in all years; the most used are shown"]))
      }
      let quarterly = uses.filter { !$0.quarters.isEmpty }
      if !quarterly.isEmpty { blocks.append(.table(quarterTable(quarterly))) }
      return .init("Headroom: \(uses.first?.title ?? id)", blocks)
    }
  }

  private func nowTable(_ uses: [Use]) -> Document.Table {
    .init(
      [
        .text("whose"), .text("period"), .number("TPP used"), .number("of"), .number("left"),
        .number("lines"), .text("citation"),
      ],
      rows: uses.map { use in
        [
          use.party.words, use.now.period, NumberFormat.exact(use.now.used),
          use.now.limit.map(NumberFormat.exact) ?? "none in force",
          use.now.left.map { use.isCap || $0 > 0 ? NumberFormat.exact($0) : "reached" } ?? "",
          NumberFormat.whole(Double(use.lines)),
          use.now.reference ?? "",
        ]
      })
  }

  private func quarterTable(_ uses: [Use]) -> Document.Table {
    .init(
      [.text("whose"), .text("at the end of"), .number("TPP used"), .number("of"), .number("left")],
      rows: uses.flatMap { use in
        use.quarters.map { level in
          [
            use.party.words, level.period, NumberFormat.exact(level.used),
            level.limit.map(NumberFormat.exact) ?? "", level.left.map(NumberFormat.exact) ?? "",
          ]
        }
      })
  }

  var routeTable: Document.Table {
    .init(
      [
        .text("route"), .number("lines"), .number("chips"), .number("TPP that count"),
        .number("lines for which it was found"),
      ],
      rows: routes.map { [$0.route] + cells($0.tally) + [NumberFormat.whole(Double($0.found.lines))] })
  }

  var classTable: Document.Table {
    .init(
      [
        .text("controlled"), .text("by"), .text("counts"), .number("lines"), .number("chips"), .number("TPP"),
        .text("why unknown"),
      ],
      rows: classes.map {
        [$0.isControlled.rawValue, $0.paragraphs.joined(separator: ", "), $0.counts.rawValue]
          + cells($0.tally) + [$0.reason ?? ""]
      })
  }

  var chipTable: Document.Table {
    .init(
      [
        .text("chip"), .number("TPP"), .text("from"), .text("other sources give"), .number("lines"),
        .number("chips"), .number("TPP in all"),
      ],
      rows: chips.map {
        [
          $0.id, NumberFormat.exact($0.tpp),
          $0.source + ($0.isUnverified ? " (unverified: not to be quoted)" : ""),
          $0.published.map {
            "\(NumberFormat.exact($0.lowerBound)) to \(NumberFormat.exact($0.upperBound))"
          } ?? "",
        ] + cells($0.tally)
      })
  }

  var problemSection: [Document.Section] {
    guard linesLeftOut > 0 else { return [] }
    let rest = linesLeftOut - problems.count
    return [
      .init(
        "Left out", [.notes(problems + (rest > 0 ? ["\(NumberFormat.whole(Double(rest))) more"] : []))])
    ]
  }

  func cells(_ tally: LedgerTally) -> [String] {
    [
      NumberFormat.whole(Double(tally.lines)), NumberFormat.whole(Double(tally.chips)),
      NumberFormat.exact(tally.tpp.value),
    ]
  }
}
