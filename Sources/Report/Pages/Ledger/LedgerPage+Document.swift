import Rating
import Rulebook

extension LedgerPage {
  public var document: Document {
    Document(
      title: "Assay: ledger \(file) under \(instrumentTitle), \(standing.rawValue)",
      sections: [.init("Answer", answer)] + brokenSection + shareSection + dutySection + headroomSections + [
        .init("Routes", [.table(routeTable)]), .init("Classes", [.table(classTable)]),
        .init("Chips", [.table(chipTable)]),
      ] + problemSection + [
        .init("Open questions of the text", [.notes(ambiguities)]),
        .limits(notModelled),
      ])
  }

  private var answer: [Document.Block] {
    let isInForce = status[standing].value
    var remarks: [String] = []
    if isSorted { remarks.append("The lines were not in the order of their dates and have been sorted.") }
    if !ignoredColumns.isEmpty {
      remarks.append("Columns that are not read: \(ignoredColumns.joined(separator: ", ")).")
    }
    if needless.lines > 0 {
      remarks.append(
        "\(NumberFormat.whole(Double(needless.lines))) lines name a route and need none under this standing: they use nothing up."
      )
    }
    if undecidedRoutes.lines > 0 {
      remarks.append(
        "Of \(NumberFormat.whole(Double(undecidedRoutes.lines))) lines it is not known whether the route that they name is open; they are added up."
      )
    }
    return [
      .fields([
        ("verdict", verdict),
        (
          "standing",
          "evaluated as \(standing.rawValue) alone; on \(date) \(instrument) is \(status.summary)"
            + (isInForce == .yes ? "" : ": its allowances do not hold under this standing")
        ),
        ("on", "\(date)"),
        (
          "lines",
          "\(NumberFormat.whole(Double(lines))) read, \(NumberFormat.whole(Double(linesLeftOut))) left out"
        ),
        ("unknown", unknownWords),
      ]), .notes(remarks),
    ].filter { if case .notes(let lines) = $0 { !lines.isEmpty } else { true } }
  }

  private var verdict: String {
    var parts: [String] = []
    if brokenCount > 0 { parts.append("\(brokenCount) \(brokenCount == 1 ? "limit" : "limits") passed") }
    if !refusedRoutes.isEmpty {
      let lines = refusedRoutes.map(\.tally.lines).reduce(0, +)
      parts.append(
        "\(NumberFormat.whole(Double(lines))) \(lines == 1 ? "line" : "lines") by a route that is not open to \(lines == 1 ? "it" : "them")"
      )
    }
    if knowsHoldings && brokenShareCount > 0 {
      parts.append("\(brokenShareCount) \(brokenShareCount == 1 ? "share" : "shares") passed")
    }
    guard parts.isEmpty else { return parts.joined(separator: ", ") }
    let open = linesLeftOut > 0 || routes.contains { $0.route == "unknown" }
    return "no limit is passed" + (open ? " by the lines that could be added up" : "")
      + (beyond.isEmpty ? "" : "; " + beyond.joined(separator: "; "))
  }

  /// What stands beyond a limit by lines that the limit does not bound, such as licences beyond a country's allocation.
  private var beyond: [String] {
    headroom.filter { $0.isCap && ($0.now.left ?? 0) < 0 }.map {
      "\($0.limit) of \($0.party.words) is exceeded by \(NumberFormat.exact(-($0.now.left ?? 0))) TPP, by lines that it does not bound"
    }
  }

  private var unknownWords: String {
    guard let tally = routes.first(where: { $0.route == "unknown" })?.tally else { return "no line" }
    return
      "\(NumberFormat.whole(Double(tally.lines))) lines of unknown class, \(NumberFormat.exact(tally.tpp.value)) TPP, in no sum; "
      + unknown.prefix(3).map { "\($0.file):\($0.line): \($0.reason)" }.joined(separator: "; ")
  }

  private var brokenSection: [Document.Section] {
    var blocks: [Document.Block] = []
    if !broken.isEmpty {
      blocks.append(.table(table(of: broken, beyond: "lines beyond")))
      if brokenCount > broken.count { blocks.append(.notes(["\(brokenCount - broken.count) more"])) }
    }
    let partly = broken.filter { $0.isByAllSources == false }
    if !partly.isEmpty {
      blocks.append(
        .notes([
          "Contested, since the lowest figures that sources give of the chips do not pass it: "
            + partly.map { "\($0.limit) of \($0.party.words)" }.joined(separator: "; ") + "."
        ]))
    }
    if !contested.isEmpty {
      blocks.append(
        .notes([
          "Contested, since the highest figures that sources give of the chips would pass it: "
            + contested.map {
              "\($0.limit) of \($0.party.words) at \($0.file):\($0.line) (\(NumberFormat.exact($0.usedByHighest)) TPP in all)"
            }.joined(separator: "; ")
            + (contestedCount > contested.count ? "; \(contestedCount - contested.count) more" : "") + "."
        ]))
    }
    if !refusedRoutes.isEmpty {
      blocks.append(
        .table(
          .init(
            [
              .text("first line"), .text("date"), .text("route"), .text("why not"), .number("lines"),
              .number("chips"), .number("TPP"), .text("citation"),
            ],
            rows: refusedRoutes.map {
              [
                "\($0.file):\($0.firstLine)", "\($0.firstDate)", $0.route.rawValue, $0.refusal.rawValue,
              ] + cells($0.tally) + [$0.citation]
            })))
    }
    return blocks.isEmpty
      ? [] : [.init(isBroken ? "First lines that break a limit" : "Limits in doubt", blocks)]
  }

  private var shareSection: [Document.Section] {
    guard !shares.isEmpty else { return [] }
    var blocks: [Document.Block] = []
    if !knowsHoldings {
      blocks.append(
        .paragraph(
          "Unknown: what the families own besides the ledger was not given (--owned FILE; one with a header alone says nothing else is owned). By the ledger alone:"
        ))
    }
    if !brokenShares.isEmpty { blocks.append(.table(table(of: brokenShares, beyond: nil))) }
    blocks.append(
      .table(
        .init(
          [
            .text("share"), .text("family"), .number("TPP there"), .number("TPP owned"), .number("share"),
            .number("at most"), .text("citation"),
          ],
          rows: shares.map {
            [
              $0.limit, $0.party.words, NumberFormat.exact($0.part), NumberFormat.exact($0.whole),
              NumberFormat.percent($0.percent / 100),
              $0.bound.map { "\(NumberFormat.exact($0)) %" } ?? "none",
              $0.citation,
            ]
          })))
    return [.init("Shares of universal validated end users", blocks)]
  }

  private var dutySection: [Document.Section] {
    guard !duties.isEmpty else { return [] }
    var blocks: [Document.Block] = [.table(table(of: duties, beyond: "lines from then on"))]
    if dutyCount > duties.count { blocks.append(.notes(["\(dutyCount - duties.count) more"])) }
    return [.init("Reports and notices that are due", blocks)]
  }

  private func table(of crossings: [Crossing], beyond: String?) -> Document.Table {
    .init(
      [
        .text("first line"), .text("date"), .text("limit"), .text("whose"), .number("sum"),
        .number("line at"),
        .number("over by"),
      ] + (beyond.map { [.number($0)] } ?? []) + [.text("citation")],
      rows: crossings.map { row in
        let isShare = row.unit == Quantity.computeShare.unit
        let amounts = [row.used, row.bound, row.over].map {
          isShare ? "\(NumberFormat.number($0)) %" : NumberFormat.exact($0)
        }
        let start: [String] = [
          "\(row.file):\(row.line)", "\(row.date)", row.limit, row.party.words,
        ]
        return start + amounts + (beyond == nil ? [] : [NumberFormat.whole(Double(row.linesBeyond ?? 0))])
          + [row.citation]
      })
  }
}
