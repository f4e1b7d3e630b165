import Rating
import Rulebook

/// What a report of `assay rate` or `assay measure` shows of a chip: on one kind of evidence, and never more than a lower
/// bound, since the law counts the theoretical peak of the whole chip.
public struct MeasuredFigures: Sendable {
  public let subject: Subject
  /// What was measured, and what the figures are worth.
  public let notes: [String]

  /// - Parameters:
  ///   - device: which of the accelerators that the report is about; `nil` where there is one, or none.
  ///   - evidence: demonstrated, or derived as the report derives it.
  ///   - dieAreaMM2: the applicable die area, if the user knows it.
  /// - Throws: `ReportFileError` with the file, the place and a remedy.
  public init(
    file: String, device: String? = nil, evidence: Evidence, dieAreaMM2: ClosedRange<Double>?,
    facts: [Fact: Outcome],
    tf32Reading: TF32Reading
  ) throws(ReportFileError) {
    let report = try MeasuredReport(file: file, device: device)
    let throughputs = report.throughputs(evidence)
    guard !throughputs.isEmpty else {
      throw ReportFileError(
        "\(file): holds no \(evidence.rawValue) rate; "
          + (evidence == .demonstrated
            ? "measure again: no product was verified"
            : report.device == nil
              ? "`assay rate` derives them where the microarchitecture is known"
              : "none is derived of an accelerator: leave --evidence out"))
    }
    let rating = PerformanceRating(throughputs, evidence: evidence, tf32Reading: tf32Reading)
    let source = "\(file), tier \(report.run.tier)"
    var operands: [Quantity: Operand] = [:]
    if let row = rating.governing {
      let worked =
        "\(NumberFormat.number(row.tops)) TOP/s dense \(row.precision.label) × \(row.bitLength) bit, \(row.source), \(source)"
      operands[.tpp] = Operand(
        row.tpp, of: .tpp, extent: .atLeast, source: worked, evidence: evidence, rate: .init(row))
      operands[.performanceDensity] = dieAreaMM2.map {
        Operand(
          row.tpp / $0.upperBound, of: .performanceDensity, extent: .atLeast,
          source: "TPP / \(NumberFormat.number($0.upperBound)) mm², command line", evidence: evidence,
          rate: .init(row))
      }
    }
    operands[.processingPerformance] = rating.rows.max { $0.tops < $1.tops }.map {
      Operand(
        $0.tops, of: .processingPerformance, extent: .atLeast,
        source: "dense \($0.precision.label), \(source)",
        evidence: evidence)
    }
    if evidence == .demonstrated {
      operands[.dramBandwidth] = report.run.memory?.bestGBps.map {
        Operand(
          $0, of: .dramBandwidth, extent: .atLeast, source: "memory bandwidth, \(source)",
          evidence: evidence)
      }
    }
    let measured = report.device.map { "\($0.id) in \(file)" } ?? file
    subject = Subject(name: "what \(measured) \(evidence.words)", operands: operands, facts: facts)
    notes = report.remarks(evidence)
  }
}

extension Evidence {
  fileprivate var words: String { self == .derived ? "derives" : "measured" }
}

extension MeasuredReport {
  fileprivate func throughputs(_ evidence: Evidence) -> [Throughput] {
    guard evidence == .demonstrated else {
      return (rating?.derived?.rows ?? []).map {
        Throughput(precision: $0.precision, tops: $0.tops.value, evidence: evidence, source: $0.source)
      }
    }
    return Precision.allCases.compactMap { precision in
      guard let row = best(precision), let rate = row.topsBest else { return nil }
      return Throughput(
        precision: precision, tops: rate.value, evidence: evidence, source: row.provider ?? "unnamed library")
    }
  }

  /// How much of a chip was measured, in words.
  private var scope: String {
    if let device {
      let memory = "the memory bandwidth, which the worker tells and nothing checks, goes into no answer"
      return "\(device.id), \(device.device.name), measured"
        + (device.device.partition.map { ", which is a part of a chip (\($0.name))" } ?? "")
        + (device.device.package == nil ? "" : ", which is one die of a package") + "; \(memory)"
    }
    return rating?.scope
      ?? "\(run.threads ?? 0) threads measured"
      + (host?.isVirtual == true
        ? " of a virtual machine: the cores that it shows are a part of a chip of unknown size" : "")
  }

  fileprivate func remarks(_ evidence: Evidence) -> [String] {
    let bound =
      "These figures are \(evidence.rawValue) and a lower bound of what the law counts, the theoretical peak of the whole "
      + "chip: at or above a line they prove that it is reached, below it they prove nothing."
    let other =
      evidence == .derived
      ? "Nothing that was measured goes in (--evidence demonstrated)."
      : "Nothing derived goes in (--evidence derived asks by those figures)."
    return [scope + ".", bound] + (device == nil ? [other] : [])
      + (run.isEvidence ? [] : ["The \(run.tier) tier is indicative: only the record tier is evidence."])
  }
}
