/// What a comparison reads of a report that `assay rate` or `assay measure` wrote.
struct ComparedReport: Decodable {
  let schemaVersion: String
  let generated: String?
  let measurements: [ComparedRow]
  let run: Run
  let host: Host?

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
      let bestGBps: Double
    }
  }

  /// A host as `rate` writes it, with the device inside, or as `measure` does.
  struct Host: Decodable {
    let device: Device?
    let cpu: Processor?

    struct Device: Decodable {
      let cpu: Processor?
    }

    struct Processor: Decodable {
      let vendor: String
      let family: Int?
      let model: Int
      let brand: String?
    }

    var processor: Processor? { device?.cpu ?? cpu }
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
    let tops: Double
  }

  struct GEMMSides: Decodable, Hashable {
    let m: Int
    let n: Int
    let k: Int
  }

  struct Visit: Decodable {
    let bestTops: Double?
    let excluded: String?
  }

  /// Whether the row has a rate that was checked.
  var isMeasured: Bool { ["verified", "emulated", "mistrusted"].contains(status) }

  var visitBests: [Double] { visits.filter { $0.excluded == nil }.compactMap(\.bestTops) }

  var interval: CapabilityInterval? {
    isMeasured ? CapabilityInterval(visitBests: visitBests, ceiling: ceiling?.tops) : nil
  }
}
