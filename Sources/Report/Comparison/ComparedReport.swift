import ChipDB

/// What a comparison reads of a report that `assay rate` or `assay measure` wrote.
struct ComparedReport: Decodable {
  /// The host's rows; those of all devices where it is about accelerators.
  let measurements: [ComparedRow]
  let run: Run
  let host: ReportHost?
  /// The accelerators that it is about; `nil` where it is about the host's processor.
  let devices: [Device]?
  /// The run rules that the run broke, by name, each once.
  let brokenRules: [String]

  /// An accelerator.
  struct Device: Decodable {
    let id: String
    let device: Name
    let worker: String
    let memory: Memory?
    let rules: RunRules?

    struct Name: Decodable {
      let name: String
    }

    /// The bandwidth as the worker tells it.
    struct Memory: Decodable {
      let copyGBps: ReportedRate?
      let readGBps: ReportedRate?
    }
  }

  private struct Rows: Decodable {
    let measurements: [ComparedRow]
  }

  private enum CodingKeys: CodingKey { case measurements, run, host, devices, rules }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    run = try container.decode(Run.self, forKey: .run)
    host = try container.decodeIfPresent(ReportHost.self, forKey: .host)
    devices = try container.decodeIfPresent([Device].self, forKey: .devices)
    let rules =
      [try container.decodeIfPresent(RunRules.self, forKey: .rules)] + (devices ?? []).map(\.rules)
    brokenRules = rules.compactMap { $0 }.flatMap(\.broken).map(\.name.rawValue).uniqued
    guard let devices else {
      measurements = try container.decode([ComparedRow].self, forKey: .measurements)
      return
    }
    let rows = try container.decode([Rows].self, forKey: .devices)
    measurements = zip(devices, rows).flatMap { device, rows in
      rows.measurements.map { row in
        var row = row
        // A single device is compared with another's single one, whatever they are called.
        row.device = devices.count > 1 ? device.id : nil
        return row
      }
    }
  }

  struct Run: Decodable {
    let tier: String
    let methodVersion: String?
    /// Of the host's processor; `nil` for accelerators.
    let threads: Int?
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
  /// The kind of product on an accelerator.
  let variant: Variant?
  /// The accelerator, where the report has several.
  var device: String?

  private enum CodingKeys: CodingKey {
    case precision, status, reason, threads, operands, provider, shape, visits, ceiling, variant
  }

  struct Variant: Decodable {
    let accumulate: String
    let sparsity: String?
  }

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

  /// "fp32 on 2 threads", "cuda:1, fp8e4m3, fast accumulation", with the operands where they are no uniform ones.
  var label: String {
    var label = device.map { "\($0), \(precision)" } ?? precision
    if let threads { label += " on \(threads) thread\(threads == 1 ? "" : "s")" }
    if variant?.accumulate == "fast" { label += ", fast accumulation" }
    if let sparsity = variant?.sparsity { label += ", sparse \(sparsity)" }
    if let operands, operands != "uniform" { label += ", \(operands) operands" }
    return label
  }

  /// Whether the row has a rate that was checked.
  var isMeasured: Bool { ["verified", "emulated", "mistrusted"].contains(status) }

  var visitBests: [Double] { visits.filter { $0.excluded == nil }.compactMap(\.bestTops?.value) }

  var interval: CapabilityInterval? {
    isMeasured ? CapabilityInterval(visitBests: visitBests, ceiling: ceiling?.tops.value) : nil
  }
}
