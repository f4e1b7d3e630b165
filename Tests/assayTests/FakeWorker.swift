import Foundation
import Testing

@testable import Measurement

/// The worker of Tests/FakeDevices/worker.py with one behaviour, as a program that Assay starts.
struct FakeWorker {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("FakeDevices")

  let program: DeviceProgram
  let path: String

  init(_ behaviour: String, precisions: [String] = ["fp32"]) throws {
    path = NSTemporaryDirectory() + UUID().uuidString
    let words = [Self.folder.appendingPathComponent("worker.py").path, behaviour] + precisions
    try "#!/bin/sh\nexec python3 \(words.map { "'\($0)'" }.joined(separator: " "))\n"
      .write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    program = try DeviceProgram(path: path)
  }

  /// What is enough for a product in plain Python.
  static var effort: ConformanceSuite.Effort {
    var effort = ConformanceSuite.Effort()
    effort.seconds = 0.12
    effort.ending = 3
    effort.longestSide = 64
    effort.longLine = 1 << 18
    return effort
  }

  func check(answer: Double = 30, greeting: Double = 60) throws -> ConformanceReport {
    var patience = DeviceWorker.Patience()
    (patience.answer, patience.greeting) = (answer, greeting)
    return try ConformanceSuite.check(
      program, assay: Command.file, patience: patience, effort: Self.effort)
  }

  func worker(answer: Double = 30) throws -> DeviceWorker {
    var patience = DeviceWorker.Patience()
    patience.answer = answer
    return try DeviceWorker(program, assay: Command.file, patience: patience)
  }
}

extension ConformanceReport {
  /// The rules that are broken, with what came instead.
  var broken: [ConformanceRule: String] {
    Dictionary(
      judgements.filter { $0.verdict == .failed }.map { ($0.rule, $0.fault?.came ?? "") },
      uniquingKeysWith: { first, _ in first })
  }
}
