import Measurement

/// What `assay measure` tells: the rows, without a rating.
public struct MeasurementPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  /// When the measurement was made, ISO 8601 in UTC.
  public let generated: String
  /// The command line that made it.
  public let command: [String]
  public let host: HostDescription
  public let libraries: [ProviderIdentity]
  public let missingLibraries: [MissingLibrary]
  /// Whether the run was interrupted, so that the rows are what there was until then.
  public let partial: Bool
  public let run: RunRecord
  public let rules: RunRules
  public let measurements: [MeasurementRow]
  /// What makes the figures less than they should be.
  public let warnings: [String]

  public init(
    host: HostDescription, catalogue: ProviderCatalogue, result: MeasurementResult, command: [String],
    generated: String
  ) {
    self.generated = generated
    self.command = command
    self.host = host
    libraries = catalogue.providers.map(\.identity)
    missingLibraries = catalogue.missing
    partial = result.interrupted
    let circumstances = RunCircumstances(host, catalogue)
    run = RunRecord(result, circumstances)
    rules = RunRules(result, circumstances, findings: nil)
    measurements = result.rows
    warnings = MeasurementWarnings(result).lines
  }

  public var document: Document {
    let table = MeasurementTable(measurements)
    var blocks = table.blocks
    if !warnings.isEmpty { blocks.insert(.notes(warnings), at: 0) }
    if !missingLibraries.isEmpty {
      blocks.append(.notes(missingLibraries.map { "\($0.name) is missing (\($0.reason)): \($0.remedy)" }))
    }
    var sections: [Document.Section] = [.init("Measured throughput", blocks)]
    if run.memory != nil {
      sections.append(.init("Memory and balance", MemoryTable(run.memory, measurements).blocks))
    }
    sections.append(.init("Run rules", rules.blocks))
    sections.append(.init("Run", [.fields(run.fields), table.reproduction]))
    return Document(title: "Assay: GEMM throughput of this host", sections: sections)
  }
}
