/// What a comparison reads of a report that `assay rate` or `assay measure` wrote.
struct ComparedReport: Decodable {
  let schemaVersion: String
  let generated: String?
  let measurements: [ComparedRow]
  let run: Run
  let host: ReportHost?

  struct Run: Decodable {
    let tier: String
    let methodVersion: String?
    let threads: Int
    let operands: [String]?
    let memory: Memory?
  }

  struct Memory: Decodable {
    let rows: [Row]

    struct Row: Decodable {
      let threads: Int
      let triad: Rate?
      let read: Rate?
    }

    struct Rate: Decodable {
      let bestGBps: ReportedRate
    }
  }

  /// Reads a report.
  /// - Throws: `ReportFileError` with the file, the place and a remedy.
  init(file: String) throws(ReportFileError) {
    self = try ReportFile(path: file).decoded(as: ComparedReport.self)
  }
}

/// What a comparison reads of a row.
struct ComparedRow: Decodable {
  let precision: String
  let status: String
  let reason: String?
  let threads: Int?
  let operands: String?
  let provider: String?
  let shape: GEMMSides?
  let visits: [Visit]
  let ceiling: Ceiling?

  struct Ceiling: Decodable {
    let tops: ReportedRate
  }

  struct GEMMSides: Decodable, Hashable {
    let m: Int
    let n: Int
    let k: Int
  }

  struct Visit: Decodable {
    let bestTops: ReportedRate?
    let excluded: String?
  }

  /// Whether the row has a rate that was checked.
  var isMeasured: Bool { ["verified", "emulated", "mistrusted"].contains(status) }

  var visitBests: [Double] { visits.filter { $0.excluded == nil }.compactMap(\.bestTops?.value) }

  var interval: CapabilityInterval? {
    isMeasured ? CapabilityInterval(visitBests: visitBests, ceiling: ceiling?.tops.value) : nil
  }
}
