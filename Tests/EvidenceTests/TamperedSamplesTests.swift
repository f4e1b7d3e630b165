import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement

/// Ways to tamper with what was measured, each caught by name. Where the cheat holds the key, what he changed does not follow.
@Suite struct TamperedSamplesTests {
  @Test("a sample is changed: its digest tells, and where it is signed again its rate does not follow")
  func sample() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { rows in
      let old = rows[0].samples[4]
      rows[0].samples[4] = Sample(visit: old.visit, seconds: old.seconds / 2, tops: old.tops)
    }
    try bundle.expect(fails: .files, "measurement.json has been changed")
    try bundle.resign()
    try bundle.expect(fails: .samples, "what follows is", path: "$.rows[0].samples[4].tops")
  }

  @Test("a sample's rate is changed with its time: the visit's best does not follow")
  func sampleConsistently() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { rows in
      let old = rows[0].samples[4]
      rows[0].samples[4] = Sample(visit: old.visit, seconds: old.seconds / 2, tops: old.tops * 2)
    }
    try bundle.resign()
    try bundle.expect(fails: .samples, "what follows is", path: "$.rows[0].visits[0].bestTops")
  }

  @Test("a disturbed visit is made to count: the rules leave it out")
  func exclusion() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { rows in
      let index = try #require(rows[1].visits.firstIndex { $0.excluded != nil })
      #expect(index == 2)
      rows[1].visits[index].excluded = nil
    }
    try bundle.expect(fails: .files, "measurement.json has been changed")
    try bundle.resign()
    try bundle.expect(fails: .samples, "30.0 %", path: "$.rows[1].visits[2].excluded")
  }

  @Test("a slow visit is made not to count")
  func unwantedVisit() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { $0[0].visits[0].excluded = "the machine was busy" }
    try bundle.resign()
    try bundle.expect(fails: .samples, "nothing", path: "$.rows[0].visits[0].excluded")
  }

  @Test(
    "a slow visit is taken away with its samples and everything else worked out again: its number is missed")
  func visitTakenAway() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    rows[2].visits.removeAll { $0.number == 2 }
    rows[2].samples.removeAll { $0.visit == 2 }
    try bundle.redo(measurement.with(rows: rows).observationsReworked)
    try bundle.expect(fails: .run, "none is left out", path: "$.rows[2].visits")
  }

  @Test("a row's median is changed")
  func median() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { $0[3].topsMedian = 1 }
    try bundle.resign()
    try bundle.expect(fails: .samples, "the file has 1;", path: "$.rows[3].topsMedian")
  }

  @Test("a row's best rate is changed")
  func best() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { $0[2].topsBest = 0.5 }
    try bundle.resign()
    try bundle.expect(fails: .samples, "the file has 0.5", path: "$.rows[2].topsBest")
  }

  @Test("a failed check is passed over: the row fails")
  func failedCheck() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    rows[0].check = ProductCheck(
      method: .freivalds, vectors: 3, products: 100, residual: 1, bound: 1e-5, passed: false, mistrusted: nil)
    try bundle.redo(measurement.with(rows: rows))
    try bundle.expect(fails: .samples, "what follows is null", path: "$.rows[0].topsBest")
  }

  @Test(
    "the tier's name is raised in everything and all is signed again: the plan is not that of the record tier"
  )
  func tierByName() throws {
    let bundle = try FakeBundle(.quick)
    let quick = SamplingPlan.quick
    let plan = SamplingPlan(
      tier: "record", isEvidence: true, seconds: quick.seconds, memorySeconds: quick.memorySeconds,
      minimumVisits: quick.minimumVisits, maximumVisits: quick.maximumVisits, agreement: quick.agreement,
      burstSeconds: quick.burstSeconds, sides: quick.sides, longestCallSeconds: quick.longestCallSeconds)
    let measurement = try bundle.measurement
    try bundle.redo(measurement.with(rows: measurement.rows, plan: plan))
    try bundle.expect(fails: .run, "as the record tier has it")
    #expect(try bundle.verification().failure?.difference?.path.hasPrefix("$.plan.") == true)
  }

  @Test("a quick run is signed again under the record tier's own plan: the machine was never warmed up")
  func tierByPlan() throws {
    let bundle = try FakeBundle(.quick)
    let measurement = try bundle.measurement
    try bundle.redo(measurement.with(rows: measurement.rows, plan: .record))
    try bundle.expect(fails: .run, "the machine is warmed up before the first visit")
  }

  @Test("a tier that does not exist is invented")
  func unknownTier() throws {
    let bundle = try FakeBundle(.quick)
    let measurement = try bundle.measurement
    let plan = SamplingPlan(
      tier: "gold", isEvidence: true, seconds: 1, memorySeconds: 1, minimumVisits: 1, maximumVisits: 99,
      agreement: 1,
      burstSeconds: 1, sides: [64], longestCallSeconds: 1)
    try bundle.redo(measurement.with(rows: measurement.rows, plan: plan))
    try bundle.expect(fails: .run, "quick, standard or record", path: "$.plan.tier")
  }

  @Test("a precision without a native instruction is passed off as verified")
  func native() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    var row = MeasurementRow(precision: .fp4, status: .verified)
    (row.provider, row.kernel, row.shape) = (rows[2].provider, rows[2].kernel, rows[2].shape)
    (row.threads, row.operands, row.stopped, row.check) = (2, .uniform, "trial", rows[2].check)
    row.samples = rows[2].samples.map { Sample(visit: 0, seconds: $0.seconds, tops: $0.tops) }
    rows.append(row)
    try bundle.redo(measurement.with(rows: rows).observationsReworked)
    try bundle.expect(fails: .run, "no more than emulated", path: "$.rows[\(rows.count - 1)].status")
  }

  @Test("times are made so short that the rate passes the bare instruction's: the row is mistrusted")
  func tooFast() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    let rows = measurement.rows.map { old in
      var row = old
      row.samples = old.samples.map { Sample(visit: $0.visit, seconds: $0.seconds / 2, tops: $0.tops * 2) }
      row.visits = old.visits.map { visit in
        var visit = visit
        visit.bestTops = visit.bestTops.map { $0 * 2 }
        return visit
      }
      row.takeFigures()
      return row
    }
    try bundle.redo(measurement.with(rows: rows))
    try bundle.expect(fails: .samples, "what follows is \"mistrusted\"")
  }

  @Test("more products are invented than fit into the time between two visits")
  func tooMany() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    let first = rows[0].samples[0]
    rows[0].samples.insert(contentsOf: (0..<60).map { _ in first }, at: 0)
    rows[0].check = ProductCheck(
      method: .freivalds, vectors: 3, products: 1000, residual: 1e-6, bound: 1e-5, passed: true,
      mistrusted: nil)
    try bundle.redo(measurement.with(rows: rows).observationsReworked)
    try bundle.expect(fails: .run, "the time until the next visit", path: "$.rows[0].visits[0]")
  }

  @Test("more products are invented than were checked")
  func unchecked() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    let last = try #require(rows[0].samples.last)
    rows[0].samples += [last, last]
    try bundle.redo(measurement.with(rows: rows).observationsReworked)
    try bundle.expect(fails: .run, "every timed product is checked", path: "$.rows[0].check.products")
  }

  @Test("a short run is passed off as one that used its time")
  func tooShort() throws {
    let bundle = try FakeBundle()
    let text = try bundle.text(BundleName.measurement)
    let measurement = try MeasurementResult(
      canonicalJSON: Data(
        text.replacing(/"seconds":391(\.0)?,/, with: "\"seconds\":300,")
          .replacing(/"products":195.5/, with: "\"products\":100").utf8))
    #expect(measurement.seconds == 300)
    try bundle.redo(measurement)
    try bundle.expect(fails: .run, "a run of at least", path: "$.rows[0].stopped")
  }

  @Test(
    "a sample takes no time, less than none, or for ever",
    arguments: ["0", "-1", "1e-300", "\"inf\"", "\"nan\"", "1e999"])
  func noTime(seconds: String) throws {
    let bundle = try FakeBundle()
    let sample = try #require(try bundle.measurement.rows.first?.samples.first)
    try bundle.replace(
      "\"seconds\":\(sample.seconds),", with: "\"seconds\":\(seconds),", in: BundleName.measurement)
    try bundle.resign()
    let failure = try #require(try bundle.verification().failure)
    #expect(failure.check == .samples)
    let isNumber = Double(seconds)?.isFinite == true
    #expect(failure.kind == (isNumber ? .refuted : .unreadable), "\(failure.message)")
  }

  @Test(
    "figures that no machine has are refused before anything is worked out with them",
    arguments: [
      ("measurement.json", "\"k\":512", "\"k\":0"), ("measurement.json", "\"k\":512", "\"k\":-512"),
      ("measurement.json", "\"k\":512", "\"k\":4611686018427387904"),
      ("measurement.json", "\"startClockGHz\":3", "\"startClockGHz\":-3"),
      ("measurement.json", "\"threads\":2", "\"threads\":0"),
      ("measurement.json", "\"memory\":null", "\"memory\":{}"),
      ("environment.json", "\"visibleCores\":", "\"visibleCores\":-"),
      ("environment.json", "\"visibleCores\":", "\"visibleCores\":9999999999"),
      ("environment.json", "\"openingSeconds\":", "\"openingSeconds\":-1"),
    ])
  func impossible(file: String, old: String, new: String) throws {
    let bundle = try FakeBundle()
    if try !bundle.text(file).contains(old) { return }
    try bundle.replace(old, with: new, in: file)
    try bundle.resign()
    let failure = try #require(try bundle.verification().failure)
    #expect([.samples, .run].contains(failure.check), "\(failure.message)")
  }

  @Test(
    "an invented run that fits together verifies: that is what a signature does not prove, and the page says so"
  )
  func invented() throws {
    let verification = try FakeBundle().verification()
    #expect(verification.isVerified)
    #expect(
      verification.provesNot.contains { $0.contains("an inventor who knows the rules can bring about") })
  }
}
