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
    // A script and no program: a file that is being written to by one thread cannot be started by another.
    path = NSTemporaryDirectory() + UUID().uuidString + ".py"
    let words = ([behaviour] + precisions).map { "'\($0)'" }.joined(separator: ", ")
    try """
    import runpy, sys
    sys.argv[1:] = [\(words)]
    runpy.run_path('\(Self.folder.appendingPathComponent("worker.py").path)', run_name='__main__')
    """.write(toFile: path, atomically: true, encoding: .utf8)
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

  /// - Parameter rules: that are tried; `nil` for all.
  func check(_ rules: Set<ConformanceRule>? = nil, answer: Double = 30, greeting: Double = 60) throws
    -> ConformanceReport
  {
    var effort = Self.effort
    effort.rules = rules
    var patience = DeviceWorker.Patience()
    (patience.answer, patience.greeting) = (answer, greeting)
    return try ConformanceSuite.check(
      program, assay: Command.file, patience: patience, effort: effort)
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
