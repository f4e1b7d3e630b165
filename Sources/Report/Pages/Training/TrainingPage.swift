import ChipDB
import Rating
import Rulebook

/// What `assay train` tells: operations, chips or days of a run, the lines of the law that it crosses and when, and what
/// it takes.
public struct TrainingPage: Encodable, Sendable {
  /// Dense operations a second of the cluster.
  struct ClusterPeak: Encodable, Sendable {
    let precision: Precision
    let operationsPerSecond: BoundedValue
  }

  public let schemaVersion = RatingReport.schemaVersion
  let chip: String
  let peak: SourcedValue
  let mfu: UtilisationShare
  let goodput: UtilisationShare
  let run: TrainingRun
  let workings: [String]
  let start: CalendarDate?
  let date: CalendarDate
  let lines: [TrainingLine]
  let classification: ClassificationPage
  let cluster: [ClusterPeak]
  let networkGbps: Double?
  let costs: TrainingCosts
  let caveats: [String]
  let sources: [Source]
  private let plan: TrainingPlan

  private enum CodingKeys: CodingKey {
    case schemaVersion, chip, peak, mfu, goodput, run, workings, start, date, lines, classification, cluster,
      networkGbps
    case costs, caveats, sources
  }

  /// - Parameters:
  ///   - date: of the rules.
  ///   - start: the first day of the run.
  ///   - networkGbps: what the machines are connected by, in Gbit/s.
  ///   - today: tells how old a review of the rules is.
  /// - Throws: `RulebookError.beforeFirstRule` for a day before every rule on training.
  public init(
    _ plan: TrainingPlan, on date: CalendarDate, start: CalendarDate?, facts: [Fact: Outcome],
    networkGbps: Double?,
    prices: TrainingPlan.Prices, today: CalendarDate, database: ChipDatabase, rulebook: Rulebook
  ) throws(RulebookError) {
    self.plan = plan
    chip = plan.chip.id
    peak = plan.peak
    mfu = plan.mfu
    goodput = plan.goodput
    run = plan.run
    workings = TrainingWorking(plan.run).lines
    self.start = start
    self.date = date
    lines = rulebook.lines(of: plan.run, on: date, start: start)
    classification = try ClassificationPage(
      plan.subject(facts: facts, networkGbps: networkGbps), on: date, today: today,
      tf32Reading: .container32, rulebook: rulebook)
    cluster = plan.clusterPeaks.map {
      ClusterPeak(precision: $0.precision, operationsPerSecond: $0.operationsPerSecond)
    }
    self.networkGbps = networkGbps
    costs = TrainingCosts(plan, prices)
    caveats = TrainingCaveats(plan: plan, limits: database.trainingLimits).lines
    let ids = [plan.peak.source, plan.mfu.source, plan.goodput.source].flatMap(\.ids)
    sources = ids.uniqued.compactMap { database.sources[$0] }
  }

  public var document: Document {
    let rules = classification.document.sections.filter { $0.title != "Figures" }.map { section in
      section.title == "Answer" ? .init("Paragraphs", section.blocks) : section
    }
    return Document(
      title: "Assay: a training run on \(plan.chip.name), under the rules of \(date)",
      sections: [
        .init("Run", [.fields(fields), .notes(workings)]), .init("Lines", lineBlocks),
        .init("Cluster", [.fields(clusterFields), .notes([clusterNote])]),
        .init("What it takes", [.table(costs.table)]),
        .init("Caveats", [.notes(caveats)]),
      ] + rules.dropLast() + [.init("Sources", [.notes(sources.map { "\($0.id): \($0.citation)" })])]
        + rules.suffix(1))
  }

  private var fields: [(label: String, value: String)] {
    func figure(_ bounded: BoundedValue, _ unit: String, _ solved: TrainingRun.Solved) -> String {
      let number = solved == .chips ? NumberFormat.whole(bounded.value) : NumberFormat.number(bounded.value)
      return "\(number) \(unit)" + (bounded.isDisputed ? " (\(bounded.intervalText) by the sources)" : "")
        + (run.solved == solved ? ", worked out" : "")
    }
    return [
      ("operations", figure(run.operations, "operations", .operations)),
      ("chips", figure(run.chips, "× \(plan.chip.name)", .chips)),
      ("days", figure(run.days, "days", .days)),
      (
        "peak of one",
        "\(NumberFormat.exact(peak.value)) TOP/s dense \(plan.precision.label) (\(peak.source), \(peak.grade.rawValue), "
          + "declared)"
          + (run.rate.peakTops.isDisputed ? ", \(run.rate.peakTops.intervalText) by the sources" : "")
      ),
      ("MFU", text(mfu)), ("goodput", text(goodput)),
      (
        "first day", start?.description ?? "not given: lines are met on a day of the run, not of the calendar"
      ),
    ]
  }

  private func text(_ share: UtilisationShare) -> String {
    let origin =
      share.run.map { "\($0): \(share.source)\(share.grade.map { ", \($0.rawValue)" } ?? "")" }
      ?? share.source
    return NumberFormat.percent(share.share.value)
      + (share.share.isDisputed ? " (\(share.share.intervalText) by the sources)" : "") + ", \(origin)"
      + (share.note.map { "; \($0)" } ?? "")
  }

  private var lineBlocks: [Document.Block] {
    let table = Document.Table(
      [
        .text("instrument"), .text("paragraph"), .text("what it is"), .number("line"), .text("beyond it"),
        .number("day of the run"), .text("date"), .text("status on the date"), .text("text"),
      ],
      rows: lines.map { line in
        [
          line.line.instrument, line.line.id, line.line.title,
          "\(line.line.comparison.symbol) \(NumberFormat.number(line.line.value))",
          line.isCrossed.rawValue + (line.isCrossed == line.isCrossedOverPublished ? "" : ", contested"),
          line.day.map { NumberFormat.number($0.value) + ($0.isDisputed ? " (\($0.intervalText))" : "") }
            ?? "-",
          line.date?.description ?? "-", line.line.status.summary,
          "\(line.line.reference) (\(line.line.confidence.rawValue))",
        ]
      })
    return [
      .table(table),
      .notes([
        "A line is met after so many days at the run's pace; \"more than\" lines are crossed right after, \"at least\" "
          + "lines at that moment. What else a paragraph asks for stands under its own heading below.",
        "The rules are those of \(date), whenever the run takes place; --on asks for another day.",
      ]),
    ]
  }

  private var clusterNote: String {
    "Lines for computing clusters are held against the last of these rates, the fastest of the chip; by the precision of "
      + "the run the rate is the first."
  }

  private var clusterFields: [(label: String, value: String)] {
    cluster.map { peak in
      let value = peak.operationsPerSecond
      return (
        "dense \(peak.precision.label)",
        "\(NumberFormat.number(value.value)) operations a second"
          + (value.isDisputed ? " (\(value.intervalText) by the sources)" : "")
          + ", theoretical, without sparsity"
      )
    } + [
      (
        "network",
        networkGbps.map { "\(NumberFormat.exact($0)) Gbit/s (given)" } ?? "unknown: give --network-gbps"
      )
    ]
  }
}
