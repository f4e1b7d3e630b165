import Measurement

/// What `assay measure` tells: the rows, without a rating.
public struct MeasurementPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let host: HostDescription
  public let missingLibraries: [MissingLibrary]
  public let run: MeasurementResult

  public init(host: HostDescription, catalogue: ProviderCatalogue, result: MeasurementResult) {
    self.host = host
    missingLibraries = catalogue.missing
    run = result
  }

  public var document: Document {
    var blocks = MeasurementTable(run.rows).blocks
    let warnings = MeasurementWarnings(run).lines
    if !warnings.isEmpty { blocks.insert(.notes(warnings), at: 0) }
    if !missingLibraries.isEmpty {
      blocks.append(.notes(missingLibraries.map { "\($0.name) is missing (\($0.reason)): \($0.remedy)" }))
    }
    return Document(
      title: "Assay: GEMM throughput of this host",
      sections: [
        .init("Measured throughput", blocks),
        .init(
          "Run",
          [
            .fields([
              ("tier", run.plan.tier), ("threads", "\(run.threads)"), ("seed", "\(run.seed)"),
              ("seconds", NumberFormat.number(run.seconds, digits: 3)),
              ("clock", run.clockGHz.map { "\(NumberFormat.number($0)) GHz" } ?? "cannot be measured here"),
              ("steal", run.stealShare.map(NumberFormat.percent) ?? "not shown by the kernel"),
            ])
          ]),
      ])
  }
}
