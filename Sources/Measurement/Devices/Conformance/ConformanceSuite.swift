import Foundation
import Rating

/// Drives a worker through the rules of docs/worker-protocol.md, and judges each.
public final class ConformanceSuite {
  /// How much is tried.
  public struct Effort: Sendable {
    /// How long a run is made for its time to be believed, in seconds.
    public var seconds = 0.3
    /// How long a worker may take to end, in seconds.
    public var ending = 10.0
    /// The longest side of a product whose time is measured.
    public var longestSide = 4096
    /// The bytes of either operand in a line that is to be long.
    public var longLine = 2 << 20
    /// The rules that are tried; `nil` for all.
    public var rules: Set<ConformanceRule>?

    public init() {}

    /// Whether a rule is tried: what others need is, whatever was asked for.
    func includes(_ rule: ConformanceRule) -> Bool {
      guard let rules else { return true }
      return rules.contains(rule) || [.open, .prepare].contains(rule)
        || rule == .largeProduct && !rules.isDisjoint(with: [.work, .seconds])
    }
  }

  let client: ConformanceClient
  let effort: Effort
  private let progress: (String) -> Void
  private var judgements: [ConformanceJudgement] = []

  private init(_ client: ConformanceClient, _ effort: Effort, _ progress: @escaping (String) -> Void) {
    self.client = client
    self.effort = effort
    self.progress = progress
  }

  /// Checks a worker.
  /// - Parameters:
  ///   - device: an id of its greeting; the first one if `nil`.
  ///   - assay: the `assay` command, which hosts what is a library.
  ///   - progress: is told what is being tried.
  /// - Throws: `DeviceError` when there is nothing to check: it cannot be started, or has no such device.
  public static func check(
    _ program: DeviceProgram, device: String? = nil, assay: URL, patience: DeviceWorker.Patience = .init(),
    effort: Effort = .init(), progress: @escaping (String) -> Void = { _ in }
  ) throws(DeviceError) -> ConformanceReport {
    let suite = ConformanceSuite(
      ConformanceClient(program, assay: assay, patience: patience), effort, progress)
    let first: DeviceWorker
    do throws(DeviceError) { first = try suite.client.start() } catch {
      if error.kind == .unsupported { throw error }
      suite.enter(
        .greeting, nil,
        .fault(
          asked: "nothing",
          expected:
            "{\"assay-worker\":1,\"name\":…,\"devices\":[…]} within \(Int(patience.greeting)) seconds",
          came: error.message))
      return ConformanceReport(
        program: program.path ?? program.name, worker: nil, device: nil, judgements: suite.judgements)
    }
    let greeting = first.greeting
    guard let chosen = greeting.devices.first(where: { device == nil || $0.id == device }) else {
      let known = greeting.devices.map(\.id).joined(separator: ", ")
      let reason = greeting.reason.map { ": \($0)" } ?? ""
      throw DeviceError(
        .unsupported,
        greeting.devices.isEmpty
          ? "\(program.name) tells of no device\(reason)" : "no device '\(device ?? "")': there are \(known)")
    }
    suite.judgeGreeting(greeting)
    suite.judgeAll(chosen, greeting, first)
    return ConformanceReport(
      program: program.path ?? program.name,
      worker: [greeting.name, greeting.libraryVersion].compactMap { $0 }.joined(separator: " ").printable,
      device: chosen.printable, judgements: suite.judgements)
  }

  private func judgeAll(_ device: DeviceDescription, _ greeting: Greeting, _ first: DeviceWorker) {
    var offer: OpenRequest.Answer?
    judge(.open) { () throws(ConformanceStop) in
      let answer = try self.client.open(device.id, in: first)
      offer = answer
      return try Self.judge(answer)
    }
    let variants = (offer?.variants ?? []).filter { $0.input != nil }
    if let variant = variants.first {
      let trial = VariantTrial(client, variant, effort)
      judgeReplies(trial)
      for variant in variants { judge(variant, isFirst: variant == variants.first) }
      judgeBandwidth(device, others: greeting.devices.map(\.id).filter { $0 != device.id })
    }
    judgeSecondWorker(device)
    if offer != nil { judgeEnd() }
    judge(.inTime) { () throws(ConformanceStop) in
      let (verb, seconds) = self.client.slowest
      guard self.client.unanswered.isEmpty else {
        throw .fault(
          asked: self.client.unanswered.joined(separator: ", "),
          expected: "an answer within \(Int(self.client.patience.answer)) seconds and ten times the work",
          came: "none")
      }
      return String(format: "the longest took %.2f s: ", seconds) + verb
    }
  }

  private func judge(_ variant: ProductVariant, isFirst: Bool) {
    let trial = VariantTrial(client, variant, effort)
    judge(.prepare, variant) { () throws(ConformanceStop) in try trial.findShape() }
    guard trial.shape != nil else { return }
    judge(.operands, variant) { () throws(ConformanceStop) in try trial.judgeOperands() }
    if isFirst {
      judge(.otherDistributions, variant) { () throws(ConformanceStop) in try trial.judgeOtherDistributions()
      }
    }
    judge(.flip, variant) { () throws(ConformanceStop) in try trial.judgeFlip() }
    judge(.product, variant) { () throws(ConformanceStop) in try trial.judgeProduct() }
    judge(.kernels, variant) { () throws(ConformanceStop) in try trial.judgeKernels() }
    judge(.repetition, variant) { () throws(ConformanceStop) in try trial.judgeRepetition() }
    judge(.sets, variant) { () throws(ConformanceStop) in try trial.judgeSets() }
    judge(.staleness, variant) { () throws(ConformanceStop) in try trial.judgeStaleness() }
    judge(.independence, variant) { () throws(ConformanceStop) in try trial.judgeIndependence() }
    judge(.rows, variant) { () throws(ConformanceStop) in try trial.judgeRows() }
    judge(.check, variant) { () throws(ConformanceStop) in try trial.judgeCheck() }
    judge(.release, variant) { () throws(ConformanceStop) in try trial.judgeRelease() }
    judge(.exactProduct, variant) { () throws(ConformanceStop) in try trial.judgeExactProduct() }
    if trial.holdsNaN {
      judge(.notFinite, variant) { () throws(ConformanceStop) in try trial.judgeNotFinite() }
    }
    var timing: RunTiming?
    judge(.largeProduct, variant) { () throws(ConformanceStop) in
      let (measured, note) = try trial.measure()
      timing = measured
      return note
    }
    guard let timing else { return }
    judge(.work, variant) { () throws(ConformanceStop) in try timing.judgeWork() }
    judge(.seconds, variant) { () throws(ConformanceStop) in try timing.judgeSeconds() }
  }

  /// Tries a rule and enters what comes of it.
  /// - Parameter body: returns what was seen.
  func judge(
    _ rule: ConformanceRule, _ variant: ProductVariant? = nil, _ body: () throws(ConformanceStop) -> String?
  ) {
    guard effort.includes(rule) else { return }
    progress([variant?.label, rule.statement].compactMap { $0 }.joined(separator: ": "))
    do throws(ConformanceStop) {
      let note = try body()
      judgements.append(ConformanceJudgement(rule, variant: variant?.label, .passed, note: note))
    } catch { enter(rule, variant, error) }
  }

  private func enter(_ rule: ConformanceRule, _ variant: ProductVariant?, _ stop: ConformanceStop) {
    switch stop {
    case .fault(let fault):
      judgements.append(ConformanceJudgement(rule, variant: variant?.label, .failed, fault: fault))
    case .notApplicable(let reason):
      judgements.append(ConformanceJudgement(rule, variant: variant?.label, .notApplicable, note: reason))
    }
  }
}

extension ProductVariant {
  /// "FP8 E4M3, fast accumulation, to FP16, B transposed".
  var label: String {
    [kind.label, "to \(output.rawValue.uppercased())", transposed ? "B transposed" : nil].compactMap { $0 }
      .joined(separator: ", ")
  }
}
