import Foundation
import Measurement
import Report

@testable import Evidence
@testable import Measurement

/// A bundle of a fake run, in a folder of its own, that a test may tamper with.
struct FakeBundle {
  static let version = "0.5.0-test"
  private static let pem = SigningKey().pem

  /// By which the bundles are signed.
  static var key: SigningKey { get throws { try SigningKey(pem: pem, name: "the tests' key") } }

  let folder: String

  /// Written once by Assay's own code; every test works on a copy.
  private static let originals = Originals()

  /// - Parameter plan: the tier.
  init(_ plan: SamplingPlan = .record) throws {
    folder = try Self.temporaryFolder() + "/bundle"
    try FileManager.default.copyItem(atPath: Self.originals.folder(plan), toPath: folder)
  }

  /// A copy of a bundle that lies elsewhere.
  init(copyOf original: String) throws {
    folder = try Self.temporaryFolder() + "/bundle"
    try FileManager.default.copyItem(atPath: original, toPath: folder)
  }

  static func temporaryFolder() throws -> String {
    let folder = NSTemporaryDirectory() + "assay-evidence-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Writes a key where `BundleOrder` reads it.
  static func keyFile() throws -> String {
    let path = try temporaryFolder() + "/key"
    try NewFile.write(Data(pem.utf8), to: path, mode: 0o600)
    return path
  }

  func verification(
    trust: [String]? = nil, ownData: String? = nil, awaited: AwaitedAnswer? = nil
  ) throws -> Verification {
    var file: TrustFile?
    if let trust {
      let path = try Self.temporaryFolder() + "/trust"
      try Data(trust.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
      file = try TrustFile(path: path)
    }
    return BundleVerifier(
      folder: folder, trust: file, ownData: ownData, version: Self.version, awaited: awaited
    ).verification()
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// Replaces the first place at which a text stands.
  func replace(_ old: String, with new: String, in name: String) throws {
    var text = try text(name)
    guard let range = text.range(of: old) else { throw EvidenceError.usage("no '\(old)' in \(name)") }
    text.replaceSubrange(range, with: new)
    try write(text, to: name)
  }

  var envelope: Envelope {
    get throws { try Envelope(json: Data(text(BundleName.envelope).utf8), name: "envelope") }
  }

  var statement: Statement { get throws { try Statement(json: envelope.payload, name: "statement") } }

  var measurement: MeasurementResult {
    get throws { try MeasurementResult(canonicalJSON: Data(text(BundleName.measurement).utf8)) }
  }

  /// Changes the rows of the measurement as they are written, and nothing that follows from them.
  func changeRows(_ change: (inout [MeasurementRow]) throws -> Void) throws {
    let old = try measurement
    var rows = old.rows
    try change(&rows)
    try write(
      String(decoding: old.with(rows: rows).canonicalJSON, as: UTF8.self), to: BundleName.measurement)
  }

  /// Works everything out again from a changed measurement and signs it: what a cheat with a key would do.
  func redo(
    _ measurement: MeasurementResult, data: String? = nil, by key: SigningKey? = nil,
    appliesRules: Bool = true
  ) throws {
    let key = try key ?? Self.key
    let report = try FakeRun.report(
      measurement, data: data ?? "\(folder)/data", appliesRules: appliesRules)
    try write(String(decoding: measurement.canonicalJSON, as: UTF8.self), to: BundleName.measurement)
    try write(String(decoding: report.bundleJSON, as: UTF8.self), to: BundleName.report)
    try resign(
      by: key,
      predicate: EvidencePredicate(
        report, choices: .init(FakeRun.choices()), signer: key.verificationKey.id))
  }

  /// Signs the files as they now are.
  /// - Parameters:
  ///   - payload: changes the statement's text before it is signed.
  func resign(
    by key: SigningKey? = nil, predicate: EvidencePredicate? = nil,
    payload: (String) -> String = { $0 }
  ) throws {
    let key = try key ?? Self.key
    let predicate = try predicate ?? statement.predicate
    try write(key.verificationKey.pem, to: BundleName.signer)
    var files: [String: Data] = [:]
    for name in try BundleFolder(path: folder).names() {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    let text = payload(
      String(decoding: Statement(files: files, predicate: predicate).canonicalJSON, as: UTF8.self))
    let envelope = try Envelope(signing: Data(text.utf8), by: key)
    try write(String(decoding: envelope.json, as: UTF8.self), to: BundleName.envelope)
  }

  private final class Originals: Sendable {
    private let record = Result { try write(.record) }
    private let quick = Result { try write(.quick) }

    func folder(_ plan: SamplingPlan) throws -> String { try (plan.tier == "record" ? record : quick).get() }

    private static func write(_ plan: SamplingPlan) throws -> String {
      let folder = try FakeBundle.temporaryFolder() + "/bundle"
      let measurement = try FakeRun.measurement(plan)
      let order = try BundleOrder(keyFile: FakeBundle.keyFile(), target: folder, dataRoot: FakeRun.root)
      _ = try order.write(
        FakeRun.report(measurement), measurement: measurement, circumstances: FakeRun.circumstances,
        choices: FakeRun.choices(), version: FakeBundle.version)
      return folder
    }
  }
}

extension MeasurementResult {
  /// The same with other rows, as they are given.
  func with(rows: [MeasurementRow], plan: SamplingPlan? = nil) -> MeasurementResult {
    MeasurementResult(
      methodVersion: methodVersion, rows: rows, plan: plan ?? self.plan, threads: threads, seed: seed,
      operands: operands, seconds: seconds, interrupted: interrupted, stealShare: stealShare,
      foreignShare: foreignShare, memoryPlan: memoryPlan, memory: memory, power: power, accounts: accounts,
      startClockGHz: startClockGHz, clocks: clocks)
  }
}
