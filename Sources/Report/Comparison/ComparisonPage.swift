/// What `assay compare` tells: row by row whether the second report is faster, slower, the same, or neither can be said.
public struct ComparisonPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let first: String
  public let second: String
  /// The relative difference from which two results differ materially, and who says so.
  public let materialDifference: Double
  public let rows: [RowComparison]
  /// The second memory bandwidth over the first, by kind and threads. Passes are not visits, so there is no verdict.
  public let memory: [String: Double]
  /// What makes the two hard to compare.
  public let differences: [String]

  /// Reads and compares two reports.
  /// - Parameters:
  ///   - first: a file.
  ///   - second: a file.
  ///   - material: the relative difference from which two results differ materially.
  /// - Throws: `ReportFileError` when a file is not a report.
  public init(first: String, second: String, material: Double) throws(ReportFileError) {
    let (a, b) = (try ComparedReport(file: first), try ComparedReport(file: second))
    if (a.devices == nil) != (b.devices == nil) {
      let (ofDevices, ofHost) = a.devices == nil ? (second, first) : (first, second)
      throw ReportFileError(
        "\(ofDevices) is about accelerators and \(ofHost) about a host's processor: compare two reports of one kind"
      )
    }
    self.first = first
    self.second = second
    materialDifference = material
    let (rowsOfA, rowsOfB) = (Self.keyed(a.measurements), Self.keyed(b.measurements))
    func byLabel(_ rows: [(label: String, row: ComparedRow)]) -> [String: ComparedRow] {
      Dictionary(rows.map { ($0.label, $0.row) }, uniquingKeysWith: { first, _ in first })
    }
    let (firstOfA, firstOfB) = (byLabel(rowsOfA), byLabel(rowsOfB))
    let labels = rowsOfA.map(\.label) + rowsOfB.map(\.label).filter { firstOfA[$0] == nil }
    rows = labels.compactMap { label in
      let (one, other) = (firstOfA[label], firstOfB[label])
      // What neither could measure is no comparison.
      if [one, other].allSatisfy({ $0.map { $0.status == "unsupported" } ?? true }) { return nil }
      return RowComparison(label, one, other, material: material)
    }
    memory = Self.memory(a, b)
    differences = Self.differences(a, b) + Self.objections([(first, a), (second, b)])
  }

  /// The rows under names that match over reports. A searched shape is a result; where several rows share all else, the
  /// shape was given, and belongs to the name.
  private static func keyed(_ rows: [ComparedRow]) -> [(label: String, row: ComparedRow)] {
    let counts = Dictionary(rows.map { ($0.label, 1) }, uniquingKeysWith: +)
    return rows.map { row in
      let isShared = counts[row.label, default: 0] > 1
      let shape = isShared ? row.shape.map { ", \($0.m)x\($0.n)x\($0.k)" } ?? "" : ""
      return (row.label + shape, row)
    }
  }

  private static func memory(_ a: ComparedReport, _ b: ComparedReport) -> [String: Double] {
    var ratios: [String: Double] = [:]
    for row in a.run.memory?.rows ?? [] {
      guard let other = b.run.memory?.rows.first(where: { $0.threads == row.threads }) else { continue }
      for (name, one, two) in [("triad", row.triad, other.triad), ("read", row.read, other.read)] {
        if let one, let two {
          ratios["\(name) on \(row.threads) thread\(row.threads == 1 ? "" : "s")"] =
            two.bestGBps.value / one.bestGBps.value
        }
      }
    }
    let (devices, others) = (a.devices ?? [], b.devices ?? [])
    let areSingle = devices.count == 1 && others.count == 1
    for device in devices {
      guard let other = areSingle ? others.first : others.first(where: { $0.id == device.id }) else {
        continue
      }
      let kinds = [
        ("copy", device.memory?.copyGBps, other.memory?.copyGBps),
        ("read", device.memory?.readGBps, other.memory?.readGBps),
      ]
      for (name, one, two) in kinds {
        if let one, let two { ratios[areSingle ? name : "\(name) on \(device.id)"] = two.value / one.value }
      }
    }
    return ratios
  }

  /// What broke a run rule has data to compare, and no figure to quote.
  private static func objections(_ reports: [(file: String, report: ComparedReport)]) -> [String] {
    reports.filter { !$0.report.brokenRules.isEmpty }.map {
      "\($0.file): the run broke run rules (\($0.report.brokenRules.joined(separator: ", "))): no figure of it may be quoted"
    }
  }

  private static func differences(_ a: ComparedReport, _ b: ComparedReport) -> [String] {
    func processor(_ report: ComparedReport) -> String {
      report.host?.processor.map {
        "\($0.brand ?? "no brand") (\($0.vendor ?? "no vendor") family \($0.family.map(String.init) ?? "-") "
          + "model \($0.model.map(String.init) ?? "-"))"
      } ?? "not known"
    }
    func providers(_ report: ComparedReport) -> String {
      Set(report.measurements.compactMap(\.provider)).sorted().joined(separator: ", ")
    }
    func devices(_ report: ComparedReport) -> String {
      (report.devices ?? []).map { "\($0.id) (\($0.device.name), \($0.worker))" }.joined(separator: ", ")
    }
    let pairs: [(String, String, String)] = [
      ("processor", processor(a), processor(b)), ("tier", a.run.tier, b.run.tier),
      ("threads", a.run.threads.map { "\($0)" } ?? "-", b.run.threads.map { "\($0)" } ?? "-"),
      ("devices", devices(a), devices(b)),
      ("method version", a.run.methodVersion ?? "none", b.run.methodVersion ?? "none"),
      (
        "operands", (a.run.operands ?? []).joined(separator: " "),
        (b.run.operands ?? []).joined(separator: " ")
      ),
      ("libraries of the best rows", providers(a), providers(b)),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { "not the same \($0.0): \($0.1) against \($0.2)" }
  }

  public var document: Document {
    let unit = RateUnit(for: rows.flatMap { [$0.first?.upper, $0.second?.upper] }.compactMap { $0 }.max())
    func interval(_ interval: CapabilityInterval?) -> String {
      interval.map { "\(unit.format($0.lower)) … \(unit.format($0.upper))" } ?? "-"
    }
    func ratio(_ value: Double?) -> String { value.map { NumberFormat.number($0) } ?? "-" }
    var blocks: [Document.Block] = [
      .fields([("first", first), ("second", second)]),
      .table(
        .init(
          [
            .text("row"), .text("the second is"), .number("ratio"), .number("from"), .number("to"),
            .number("first \(unit.label)"), .number("second"),
          ],
          rows: rows.map {
            [
              $0.row, $0.verdict.rawValue, ratio($0.ratio), ratio($0.ratioLower), ratio($0.ratioUpper),
              interval($0.first), interval($0.second),
            ]
          })),
    ]
    let reasons = rows.flatMap { row in
      [row.reason, row.statusChange].compactMap { $0 }.map { "\(row.row): \($0)" }
    }
    if !reasons.isEmpty { blocks.append(.notes(reasons)) }
    if !memory.isEmpty {
      blocks.append(
        .notes(
          memory.sorted { $0.key < $1.key }.map {
            "memory, \($0.key): the second is \(NumberFormat.number($0.value)) of the first (no interval: one visit each)"
          }))
    }
    if !differences.isEmpty { blocks.append(.notes(differences)) }
    blocks.append(
      .notes([
        "A capability lies between the best visit and what the distances of the four best visits allow; the ratio in 19 cases of 20.",
        "Faster, slower and same are said when the whole interval of the ratio lies beyond or within the material "
          + "difference of \(NumberFormat.percent(materialDifference)); else it is ambiguous.",
      ]))
    return Document(title: "Assay: comparison of two reports", sections: [.init("Comparison", blocks)])
  }
}
