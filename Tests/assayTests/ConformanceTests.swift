import Foundation
import Testing

@testable import Measurement

/// A lie of Tests/FakeDevices/worker.py, and the rule by which it is caught.
struct Lie: CustomTestStringConvertible, Sendable {
  let behaviour: String
  let rule: ConformanceRule
  /// Part of what came instead.
  let came: String

  init(_ behaviour: String, _ rule: ConformanceRule, _ came: String = "") {
    (self.behaviour, self.rule, self.came) = (behaviour, rule, came)
  }

  var testDescription: String { "\(behaviour): \(rule.rawValue)" }

  func expectCaught(answer: Double = 30, greeting: Double = 60) throws {
    let report = try FakeWorker(behaviour).check([rule], answer: answer, greeting: greeting)
    let fault = try #require(report.broken[rule], "\(behaviour): \(report.broken)")
    #expect(came.isEmpty || fault.contains(came), "\(fault)")
    #expect(!report.passed)
  }
}

@Suite struct ConformanceTests {
  @Test(
    "an honest worker in another language, with its own drawing, keeps every rule",
    arguments: [["fp32"], ["fp16", "fp8e4m3", "int8"], ["fp64", "bf16", "fp8e5m2"], ["fp4"]])
  func honest(precisions: [String]) throws {
    let report = try FakeWorker("honest", precisions: precisions).check()
    #expect(report.broken.isEmpty)
    #expect(report.count(.passed) > 50)
    #expect(report.worker == "fake 1")
    let rules = Set(report.judgements.map(\.rule))
    #expect(
      ConformanceRule.allCases.filter { !rules.contains($0) } == (precisions == ["fp4"] ? [.notFinite] : []))
  }

  @Test(
    "a first line that is none, or tells what cannot be, is caught",
    arguments: [
      Lie("garbage-greeting", .greeting, "Loading the library"),
      Lie(
        "dies-at-once", .greeting,
        "exit code 1) instead of an answer to its first line: cannot find libdevice.so"),
      Lie("bad-id", .devices, "fake 0"), Lie("same-id", .devices, "twice"),
      Lie("impossible-memory", .devices, "2147483648 of 1073741824"),
    ])
  func greetings(lie: Lie) throws { try lie.expectCaught() }

  @Test("a worker that says nothing at all is given up in time")
  func silence() throws { try Lie("no-greeting", .greeting, "hung: no answer").expectCaught(greeting: 2) }

  @Test(
    "a worker that tells of no device, or speaks another version, is not judged but refused with the reason")
  func nothingToCheck() throws {
    let none = #expect(throws: DeviceError.self) { try FakeWorker("no-devices").check() }
    #expect(none?.message.contains("plain Python is not in the mood") == true)
    let other = #expect(throws: DeviceError.self) { try FakeWorker("other-version").check() }
    #expect(other?.message.contains("version 2") == true)
  }

  @Test(
    "an offer that cannot be, or is not kept, is caught",
    arguments: [
      Lie("impossible-output", .open, "int32"), Lie("silent-reason", .open, "without one"),
      Lie("refuses-offer", .prepare, "not on a Saturday"), Lie("no-kernels", .prepare, "[]"),
    ])
  func offers(lie: Lie) throws { try lie.expectCaught() }

  @Test(
    "operands other than those of the protocol are caught",
    arguments: [
      Lie("other-seed", .operands), Lie("other-b", .operands), Lie("truncates", .operands),
      Lie("wrong-pairs", .operands), Lie("ignores-distribution", .otherDistributions),
      Lie("short-rows", .operands, "bytes"), Lie("ignores-flip", .flip), Lie("flips-again", .flip),
      Lie("shares-a", .flip), Lie("flips-b", .flip), Lie("drops-signed-zero", .flip),
    ])
  func operands(lie: Lie) throws { try lie.expectCaught() }

  @Test(
    "results other than A·B are caught, wherever they hide",
    arguments: [
      Lie("leaves-last-term", .product), Lie("leaves-last-term", .exactProduct),
      Lie("wrong-last-element", .product),
      Lie("ignores-layout", .product), Lie("second-kernel", .kernels), Lie("stale", .staleness),
      Lie("accumulates", .repetition), Lie("only-first-set", .sets), Lie("all-sets", .sets),
      Lie("counts-from-last", .sets), Lie("shares-c", .independence), Lie("loses-nan", .notFinite, "0.0"),
      Lie("rounds-multiply", .exactProduct), Lie("sorts-rows", .rows), Lie("keeps-released", .release, "ok"),
      Lie("check-is-right", .check, "\"largest\":0.0"), Lie("wrong-check-row", .check),
    ])
  func results(lie: Lie) throws { try lie.expectCaught() }

  @Test(
    "times that are not those that passed are caught",
    arguments: [
      Lie("does-less", .work), Lie("half-time", .seconds), Lie("double-time", .seconds),
      Lie("no-time", .product, "\"seconds\":0"), Lie("nan-time", .product, "NaN"), Lie("tiny-time", .seconds),
      Lie("slow-bandwidth", .bandwidth, "seconds"), Lie("moves-double", .bandwidth, "moved"),
      Lie("hot", .telemetry, "\"utilisation\":55"),
    ])
  func times(lie: Lie) throws { try lie.expectCaught() }

  @Test(
    "a worker that answers what was not asked, or to what nobody may ask, is caught",
    arguments: [
      Lie("wrong-id", .open, "something else"), Lie("error-without-id", .identifiers, "null"),
      Lie("error-without-message", .noRequest), Lie("prints", .product, "computing"),
      Lie("prints", .noRequest, "computing"),
      Lie("prints-at-end", .end, "bye"), Lie("garbage", .product, "<html>"),
      Lie("huge-line", .operands, "longer than 64 MiB"), Lie("dies", .product, "exit code 3)"),
      Lie("dies", .product, "the device caught fire"), Lie("crashes-on-garbage", .noRequest, "exit code 1)"),
      Lie("takes-any-request", .unknownRequest), Lie("takes-zero", .impossibleSizes),
      Lie("takes-any-kernel", .wrongPlaces), Lie("memory-is-failure", .tooLarge, "failed"),
      Lie("strict-members", .unknownMembers, "too many members"),
      Lie("short-lines", .longLine, "exit code 1)"),
      Lie("answers-before-open", .beforeOpen), Lie("opens-any-device", .unknownDevice),
      Lie("exits-1", .end, "exit code 1)"), Lie("outlives-end", .end, "lives on"),
      Lie("outlives-input", .endOfInput, "lives on"),
    ])
  func conversation(lie: Lie) throws { try lie.expectCaught() }

  @Test(
    "a worker that does not answer is ended in time, and the suite ends",
    arguments: [
      Lie("hangs", .inTime), Lie("deaf", .inTime), Lie("quiet-on-garbage", .noRequest, "hung"),
      Lie("closes-output", .open, "lives on"),
    ])
  func hangs(lie: Lie) throws {
    let watch = Stopwatch()
    let report = try FakeWorker(lie.behaviour).check([lie.rule, .product], answer: 2)
    let fault = try #require(report.broken[lie.rule], "\(report.broken)")
    #expect(lie.came.isEmpty || fault.contains(lie.came), "\(fault)")
    #expect(watch.seconds < 60)
  }

  @Test("a worker that breaks many rules at every turn is judged to the end")
  func manyFaults() throws {
    for behaviour in ["prints", "error-without-id", "dies"] {
      let report = try FakeWorker(behaviour).check()
      #expect(report.broken.count > 3)
      #expect(report.judgements.last?.rule == .inTime)
      // What is not tried any more is not held to be kept.
      if behaviour == "dies" {
        let given = report.judgements.filter { $0.note?.contains("not started again") == true }
        #expect(!given.isEmpty && given.allSatisfy { $0.verdict == .notApplicable })
      }
    }
  }

  @Test("every behaviour of the fake worker but honesty is one that a test catches")
  func noneForgotten() throws {
    let source = try String(
      contentsOf: FakeWorker.folder.appendingPathComponent("worker.py"), encoding: .utf8)
    let list = try #require(source.components(separatedBy: "\"\"\"").first { $0.hasPrefix("\nhonest") })
    let own = try String(contentsOfFile: #filePath, encoding: .utf8)
    let forgotten = list.split(whereSeparator: \.isWhitespace).filter { !own.contains("\"\($0)\"") }
    #expect(forgotten.isEmpty)
  }
}
