import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement

/// Ways to tamper with a bundle, each caught by name. Where the cheat holds the key, what he changed does not follow.
@Suite struct TamperingTests {
  private func expect(
    _ bundle: FakeBundle, fails check: Verification.Check, _ words: String, path: String? = nil,
    kind: Verification.Failure.Kind = .refuted, trust: [String]? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let verification = try bundle.verification(trust: trust)
    let failure = try #require(verification.failure, sourceLocation: location)
    #expect(!verification.isVerified && !verification.isEvidence, sourceLocation: location)
    #expect(failure.check == check, "\(failure.message)", sourceLocation: location)
    #expect(failure.kind == kind, "\(failure.message)", sourceLocation: location)
    #expect(failure.message.contains(words), "\(failure.message)", sourceLocation: location)
    if let path {
      #expect(failure.difference?.path == path, "\(failure.message)", sourceLocation: location)
    }
    let outcomes = verification.checks.map(\.outcome)
    #expect(outcomes.count { $0 == .failed } == 1, sourceLocation: location)
    #expect(verification.document.sections.contains { $0.title == "Result" }, sourceLocation: location)
  }

  @Test("the bundle that the tests tamper with verifies, as evidence, before")
  func untouched() throws {
    let verification = try FakeBundle().verification()
    #expect(verification.failure == nil, "\(verification.failure?.message ?? "")")
    #expect(verification.isVerified && verification.isEvidence)
    #expect(Set(verification.checks.filter { $0.outcome != .passed }.map(\.check)) == [.signer])
  }

  @Test("a sample is changed: its digest tells, and where it is signed again its rate does not follow")
  func sample() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { rows in
      let old = rows[0].samples[4]
      rows[0].samples[4] = Sample(visit: old.visit, seconds: old.seconds / 2, tops: old.tops)
    }
    try expect(bundle, fails: .files, "measurement.json has been changed")
    try bundle.resign()
    try expect(bundle, fails: .samples, "what follows is", path: "$.rows[0].samples[4].tops")
  }

  @Test("a sample's rate is changed with its time: the visit's best does not follow")
  func sampleConsistently() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { rows in
      let old = rows[0].samples[4]
      rows[0].samples[4] = Sample(visit: old.visit, seconds: old.seconds / 2, tops: old.tops * 2)
    }
    try bundle.resign()
    try expect(bundle, fails: .samples, "what follows is", path: "$.rows[0].visits[0].bestTops")
  }

  @Test("a disturbed visit is made to count: the rules leave it out")
  func exclusion() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { rows in
      let index = try #require(rows[1].visits.firstIndex { $0.excluded != nil })
      #expect(index == 2)
      rows[1].visits[index].excluded = nil
    }
    try expect(bundle, fails: .files, "measurement.json has been changed")
    try bundle.resign()
    try expect(bundle, fails: .samples, "30.0 %", path: "$.rows[1].visits[2].excluded")
  }

  @Test("a slow visit is made not to count")
  func unwantedVisit() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { $0[0].visits[0].excluded = "the machine was busy" }
    try bundle.resign()
    try expect(bundle, fails: .samples, "nothing", path: "$.rows[0].visits[0].excluded")
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
    try expect(bundle, fails: .run, "none is left out", path: "$.rows[2].visits")
  }

  @Test("a row's median is changed")
  func median() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { $0[3].topsMedian = 1 }
    try bundle.resign()
    try expect(bundle, fails: .samples, "the file has 1;", path: "$.rows[3].topsMedian")
  }

  @Test("a row's best rate is changed")
  func best() throws {
    let bundle = try FakeBundle()
    try bundle.changeRows { $0[2].topsBest = 0.5 }
    try bundle.resign()
    try expect(bundle, fails: .samples, "the file has 0.5", path: "$.rows[2].topsBest")
  }

  @Test("a failed check is passed over: the row fails")
  func failedCheck() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    rows[0].check = ProductCheck(
      method: .freivalds, vectors: 3, products: 100, residual: 1, bound: 1e-5, passed: false, mistrusted: nil)
    try bundle.redo(measurement.with(rows: rows))
    try expect(bundle, fails: .samples, "what follows is null", path: "$.rows[0].topsBest")
  }

  @Test("TPP is changed in the report")
  func tpp() throws {
    let bundle = try FakeBundle()
    let tpp = try #require(try bundle.statement.predicate.headline.demonstratedTPP)
    try bundle.replace("\"tpp\" : \(tpp)", with: "\"tpp\" : 4800", in: BundleName.report)
    try expect(bundle, fails: .files, "report.json has been changed")
    try bundle.resign()
    try expect(bundle, fails: .rating, "the file has 4800", path: "$.rating.demonstrated.rows[1].tpp")
  }

  @Test("a threshold's answer is changed in the report")
  func threshold() throws {
    let bundle = try FakeBundle()
    try bundle.replace("of this host = one", with: "of this host < one", in: BundleName.report)
    try bundle.resign()
    try expect(bundle, fails: .rating, "of this host < one")
  }

  @Test("the verdict on a claim is changed in the report")
  func verdict() throws {
    let bundle = try FakeBundle()
    #expect(try bundle.statement.predicate.headline.verdict == .provenAbove)
    try bundle.replace(
      "\"verdict\" : \"proven-above\"", with: "\"verdict\" : \"refuted\"", in: BundleName.report)
    try bundle.resign()
    try expect(bundle, fails: .rating, "\"refuted\"")
  }

  @Test("TPP is changed in the statement alone")
  func headline() throws {
    let bundle = try FakeBundle()
    let tpp = try #require(try bundle.statement.predicate.headline.demonstratedTPP)
    try bundle.resign { $0.replacing("\"demonstratedTPP\":\(tpp)", with: "\"demonstratedTPP\":4800") }
    try expect(bundle, fails: .headline, "4800", path: "$.headline.demonstratedTPP")
  }

  @Test(
    "an equivalence's constant is changed in the data: its digest tells, and signed again the report does not follow"
  )
  func constant() throws {
    let bundle = try FakeBundle()
    try bundle.replace("15825", with: "1582.5", in: "data/chipdb/equivalences.csv")
    try expect(bundle, fails: .files, "data/chipdb/equivalences.csv has been changed")
    try bundle.resign()
    try expect(bundle, fails: .rating, "15825", path: "$.equivalents[0].constant")
  }

  @Test(
    "an equivalence's constant is changed and all is worked out again with it: the file is named, and what turns on it"
  )
  func constantConsistently() throws {
    let bundle = try FakeBundle()
    try bundle.replace("15825", with: "1582.5", in: "data/chipdb/equivalences.csv")
    try bundle.redo(bundle.measurement)
    let verification = try bundle.verification(ownData: FakeRun.root)
    #expect(verification.isVerified, "\(verification.failure?.message ?? "")")
    #expect(verification.dataDifferences == ["data/chipdb/equivalences.csv differs from this version's"])
    let change = try #require(verification.byOwnData.first)
    #expect(change.path == "$.equivalents[0].constant")
    #expect(change.recorded == "1582.5" && change.derived == "15825")
    #expect(verification.remarks.contains { $0.contains("figures turn on the difference") })
  }

  @Test("a rule's number is changed in the data")
  func rule() throws {
    let bundle = try FakeBundle()
    let file = "data/rulebook/us-ai-diffusion.yaml"
    try bundle.replace("26900000", with: "26900", in: file)
    try expect(bundle, fails: .files, "\(file) has been changed")
    try bundle.resign()
    try expect(bundle, fails: .rating, "what follows is")
    #expect(try bundle.verification().failure?.difference?.path.hasPrefix("$.thresholds[") == true)
  }

  @Test("a rule file of the signer's own is added: it is named, and what turns on it")
  func ownRule() throws {
    let bundle = try FakeBundle()
    let text = try bundle.text("data/rulebook/us-ca-sb-53.yaml").replacing("us-ca-sb-53", with: "us-own")
    try bundle.write(text, to: "data/rulebook/us-own.yaml")
    try expect(bundle, fails: .files, "data/rulebook/us-own.yaml is there")
    try bundle.redo(bundle.measurement)
    let verification = try bundle.verification(ownData: FakeRun.root)
    #expect(verification.isVerified, "\(verification.failure?.message ?? "")")
    #expect(verification.dataDifferences == ["data/rulebook/us-own.yaml is none of this version's"])
    #expect(!verification.byOwnData.isEmpty)
  }

  @Test("a file is removed", arguments: ["environment.json", "data/chipdb/chips.csv", "signer.pub"])
  func removed(name: String) throws {
    let bundle = try FakeBundle()
    try FileManager.default.removeItem(atPath: "\(bundle.folder)/\(name)")
    let isKey = name == BundleName.signer
    try expect(
      bundle, fails: isKey ? .signature : .files, isKey ? "signer.pub: No such file" : "\(name) is missing",
      kind: isKey ? .unreadable : .refuted)
  }

  @Test("a file that every bundle has is removed and signed away")
  func removedAndSigned() throws {
    let bundle = try FakeBundle()
    let predicate = try bundle.statement.predicate
    try FileManager.default.removeItem(atPath: "\(bundle.folder)/report.json")
    try bundle.resign(predicate: predicate)
    try expect(bundle, fails: .files, "does not name report.json")
  }

  @Test(
    "a file is added that the statement does not name, hidden ones too",
    arguments: ["notes.txt", ".hidden", "data/chipdb/extra.csv", "data/.hidden"])
  func added(name: String) throws {
    let bundle = try FakeBundle()
    try bundle.write("x", to: name)
    try expect(bundle, fails: .files, "\(name) is there, though the statement does not name it")
  }

  @Test("a further file that the statement names with its digest is no fault")
  func named() throws {
    let bundle = try FakeBundle()
    try FileManager.default.createDirectory(
      atPath: bundle.folder + "/challenge", withIntermediateDirectories: false)
    try bundle.write("{}", to: "challenge/challenge.json")
    try bundle.resign()
    #expect(try bundle.verification().isEvidence)
    try bundle.write("{ }", to: "challenge/challenge.json")
    try expect(bundle, fails: .files, "challenge/challenge.json has been changed")
  }

  @Test("a file is exchanged for a symbolic link to the same bytes")
  func symbolicLink() throws {
    let bundle = try FakeBundle()
    let elsewhere = try FakeBundle.temporaryFolder() + "/report"
    try FileManager.default.moveItem(atPath: bundle.folder + "/report.json", toPath: elsewhere)
    try FileManager.default.createSymbolicLink(
      atPath: bundle.folder + "/report.json", withDestinationPath: elsewhere)
    try expect(bundle, fails: .files, "report.json: a symbolic link")
  }

  @Test("a folder is exchanged for a symbolic link")
  func linkedFolder() throws {
    let bundle = try FakeBundle()
    let elsewhere = try FakeBundle.temporaryFolder() + "/data"
    try FileManager.default.moveItem(atPath: bundle.folder + "/data", toPath: elsewhere)
    try FileManager.default.createSymbolicLink(
      atPath: bundle.folder + "/data", withDestinationPath: elsewhere)
    try expect(bundle, fails: .files, "data: a symbolic link")
  }

  @Test("a file is exchanged for a FIFO, on which a reader would wait for ever", .timeLimit(.minutes(1)))
  func fifo() throws {
    let bundle = try FakeBundle()
    for name in ["report.json", "bundle.dsse.json"] {
      let path = "\(bundle.folder)/\(name)"
      try FileManager.default.removeItem(atPath: path)
      #expect(mkfifo(path, 0o644) == 0)
      let isEnvelope = name == BundleName.envelope
      try expect(
        bundle, fails: isEnvelope ? .envelope : .files, isEnvelope ? "not a regular file" : "no regular file",
        kind: isEnvelope ? .unreadable : .refuted)
    }
  }

  @Test(
    "the statement names a way out of the bundle",
    arguments: [
      "../../../etc/passwd", "/etc/passwd", "data/../../x", "data//x", "./x", "data/./x", "", "a\\\\b",
      "a\\u0000b",
      "a b", "-rf", "x/", "bundle.dsse.json",
    ])
  func traversal(name: String) throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing("\"name\":\"report.json\"", with: "\"name\":\"\(name)\"") }
    try expect(bundle, fails: .statement, "no name of a file inside a bundle")
  }

  @Test("the statement names a file twice, or without a digest")
  func subjects() throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing("\"name\":\"report.json\"", with: "\"name\":\"signer.pub\"") }
    try expect(bundle, fails: .statement, "names signer.pub twice")
    try bundle.resign { text in
      text.replacing(/"digest":{"sha256":"[0-9a-f]{64}"},"name":"report.json"/) { _ in
        "\"digest\":{\"sha256\":\"\"},\"name\":\"report.json\""
      }
    }
    try expect(bundle, fails: .statement, "no SHA-256 stands by report.json")
  }

  @Test("the signature is another key's, under the first one's id")
  func otherKey() throws {
    let bundle = try FakeBundle()
    let envelope = try bundle.envelope
    let bytes = Envelope.preAuthenticationEncoding(type: envelope.payloadType, body: envelope.payload)
    let other = Envelope(
      payload: envelope.payload, payloadType: envelope.payloadType,
      signatures: [.init(keyID: envelope.signatures[0].keyID, bytes: try SigningKey().signature(of: bytes))])
    try bundle.write(String(decoding: other.json, as: UTF8.self), to: BundleName.envelope)
    try expect(bundle, fails: .signature, "no signature was made by the key in signer.pub")
  }

  @Test("the signature is one over another payload")
  func otherPayload() throws {
    let bundle = try FakeBundle()
    let envelope = try bundle.envelope
    let changed = Data(
      String(decoding: envelope.payload, as: UTF8.self).replacing("record", with: "RECORD").utf8)
    let other = Envelope(payload: changed, payloadType: envelope.payloadType, signatures: envelope.signatures)
    try bundle.write(String(decoding: other.json, as: UTF8.self), to: BundleName.envelope)
    try expect(bundle, fails: .signature, "no signature was made")
  }

  @Test(
    "the payload type is changed: it is signed too; one signed under another type is not taken for a statement"
  )
  func payloadType() throws {
    let bundle = try FakeBundle()
    try bundle.replace("application/vnd.in-toto+json", with: "application/json", in: BundleName.envelope)
    try expect(bundle, fails: .signature, "no signature was made")
    let envelope = try bundle.envelope
    let signed = try Envelope(signing: envelope.payload, as: "application/json", by: try FakeBundle.key)
    try bundle.write(String(decoding: signed.json, as: UTF8.self), to: BundleName.envelope)
    try expect(bundle, fails: .signature, "payloadType is 'application/json'", kind: .unreadable)
  }

  @Test("the signature is stripped, or none is left")
  func stripped() throws {
    let bundle = try FakeBundle()
    let envelope = try bundle.envelope
    let bare = Envelope(payload: envelope.payload, payloadType: envelope.payloadType, signatures: [])
    try bundle.write(String(decoding: bare.json, as: UTF8.self), to: BundleName.envelope)
    try expect(bundle, fails: .signature, "carries no signature")
    try FileManager.default.removeItem(atPath: bundle.folder + "/bundle.dsse.json")
    try expect(bundle, fails: .envelope, "No such file", kind: .unreadable)
  }

  @Test("the tier is raised from quick to record in the statement")
  func tierInStatement() throws {
    let bundle = try FakeBundle(.quick)
    #expect(try bundle.verification().isVerified)
    #expect(try !bundle.verification().isEvidence)
    let raised = { (text: String) in
      text.replacing("\"tier\":\"quick\"", with: "\"tier\":\"record\"")
        .replacing("\"isEvidence\":false", with: "\"isEvidence\":true")
    }
    let envelope = try bundle.envelope
    let changed = Envelope(
      payload: Data(raised(String(decoding: envelope.payload, as: UTF8.self)).utf8),
      payloadType: envelope.payloadType, signatures: envelope.signatures)
    try bundle.write(String(decoding: changed.json, as: UTF8.self), to: BundleName.envelope)
    try expect(bundle, fails: .signature, "no signature was made")
    try bundle.write(String(decoding: envelope.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.resign(payload: raised)
    try expect(bundle, fails: .headline, "what follows is false", path: "$.isEvidence")
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
    try expect(bundle, fails: .run, "as the record tier has it")
    #expect(try bundle.verification().failure?.difference?.path.hasPrefix("$.plan.") == true)
  }

  @Test("a quick run is signed again under the record tier's own plan: the machine was never warmed up")
  func tierByPlan() throws {
    let bundle = try FakeBundle(.quick)
    let measurement = try bundle.measurement
    try bundle.redo(measurement.with(rows: measurement.rows, plan: .record))
    try expect(bundle, fails: .run, "the machine is warmed up before the first visit")
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
    try expect(bundle, fails: .run, "quick, standard or record", path: "$.plan.tier")
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
    try expect(bundle, fails: .run, "no more than emulated", path: "$.rows[4].status")
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
    try expect(bundle, fails: .samples, "what follows is \"mistrusted\"")
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
    try expect(bundle, fails: .run, "the time until the next visit", path: "$.rows[0].visits[0]")
  }

  @Test("more products are invented than were checked")
  func unchecked() throws {
    let bundle = try FakeBundle()
    let measurement = try bundle.measurement
    var rows = measurement.rows
    let last = try #require(rows[0].samples.last)
    rows[0].samples += [last, last]
    try bundle.redo(measurement.with(rows: rows).observationsReworked)
    try expect(bundle, fails: .run, "every timed product is checked", path: "$.rows[0].check.products")
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
    try expect(bundle, fails: .run, "a run of at least", path: "$.rows[0].stopped")
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
    "choices that the command would not have taken are refused",
    arguments: [
      ("\"fp32\":0.05", "\"fp32\":-1"), ("\"fp32\":0.05", "\"fp33\":1"),
      ("\"utilisation\":0.4", "\"utilisation\":0"),
      ("\"days\":30", "\"days\":-30"), ("\"date\":\"2026-11-28\"", "\"date\":\"yesterday\""),
      ("\"equivalence\":\"tpp-diffusion\"", "\"equivalence\":\"h100e\""),
    ])
  func choices(old: String, new: String) throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing(old, with: new) }
    let failure = try #require(try bundle.verification().failure)
    #expect(failure.check == .rating && failure.kind == .unreadable, "\(failure.message)")
  }

  @Test("the statement's time is altered: it is signed, and signed again it is not the report's")
  func time() throws {
    let bundle = try FakeBundle()
    let later = { (text: String) in text.replacing("2026-11-28T12:00:00Z", with: "2025-01-01T12:00:00Z") }
    let envelope = try bundle.envelope
    let changed = Envelope(
      payload: Data(later(String(decoding: envelope.payload, as: UTF8.self)).utf8),
      payloadType: envelope.payloadType, signatures: envelope.signatures)
    try bundle.write(String(decoding: changed.json, as: UTF8.self), to: BundleName.envelope)
    try expect(bundle, fails: .signature, "no signature was made")
    try bundle.write(String(decoding: envelope.json, as: UTF8.self), to: BundleName.envelope)
    try bundle.resign(payload: later)
    try expect(bundle, fails: .rating, "2025-01-01", path: "$.generated")
  }

  @Test(
    "a bundle of another version of the tool says so; one of a version whose figures come about otherwise is not judged"
  )
  func versions() throws {
    let bundle = try FakeBundle()
    let other = BundleVerifier(folder: bundle.folder, version: "9.9.9").verification()
    #expect(other.isVerified)
    #expect(other.remarks.contains { $0.contains("Made by assay 0.5.0-test and verified by 9.9.9") })
    try bundle.resign { $0.replacing("\"version\":\"0.5.0-test\"", with: "\"version\":\"0.4.0\"") }
    try expect(bundle, fails: .rating, "\"0.5.0-test\"", path: "$.tool.version")
    for change in [
      ("\"methodVersion\":\"3\"", "\"methodVersion\":\"2\""),
      ("\"schemaVersion\":\"2.", "\"schemaVersion\":\"1."),
      ("\"schemaVersion\":\"2.", "\"schemaVersion\":\"2.9"),
    ] {
      let bundle = try FakeBundle()
      try bundle.resign { $0.replacing(change.0, with: change.1) }
      try expect(bundle, fails: .statement, "verify it with the version that made it", kind: .unreadable)
    }
  }

  @Test("the key is outside the days on which it may sign; inside them its owner is named")
  func validity() throws {
    let bundle = try FakeBundle()
    let key = try FakeBundle.key.verificationKey.der.base64EncodedString()
    func line(_ days: String) -> String { "{\"name\":\"Example Lab\",\"key\":\"\(key)\"\(days)}" }
    for days in [",\"until\":\"2026-11-27\"", ",\"from\":\"2026-11-29\""] {
      try expect(bundle, fails: .signer, "on a day on which the key was not to sign", trust: [line(days)])
    }
    for days in ["", ",\"from\":\"2026-11-28\",\"until\":\"2026-11-28\""] {
      let verification = try bundle.verification(trust: [line(days)])
      #expect(verification.isEvidence)
      #expect(verification.signer?.standing == .trusted && verification.signer?.name == "Example Lab")
    }
  }

  @Test("somebody else signs the same files with a key of his own: sound, but not by whom you trust")
  func untrusted() throws {
    let bundle = try FakeBundle()
    let cheat = SigningKey()
    try bundle.redo(bundle.measurement, by: cheat)
    let verification = try bundle.verification()
    #expect(verification.isVerified)
    #expect(verification.signer?.standing == .notAsked)
    #expect(verification.signer?.summary.contains("you have not said you trust") == true)
    let trusted = TrustFile.line(name: "Example Lab", key: try FakeBundle.key.verificationKey)
    try expect(bundle, fails: .signer, "that the trust file does not name", trust: [trusted])
  }

  @Test(
    "somebody else changes a figure and signs with a key of his own: the signature is valid, the figure does not follow"
  )
  func untrustedChange() throws {
    let bundle = try FakeBundle()
    let cheat = SigningKey()
    try bundle.redo(bundle.measurement, by: cheat)
    try bundle.changeRows { $0[0].topsMedian = 1 }
    try bundle.resign(by: cheat)
    let verification = try bundle.verification()
    #expect(verification.checks.first { $0.check == .signature }?.outcome == .passed)
    try expect(bundle, fails: .samples, "the file has 1;", path: "$.rows[0].topsMedian")
  }

  @Test("the public key is exchanged, or the statement names another signer")
  func exchangedKey() throws {
    let bundle = try FakeBundle()
    let other = SigningKey().verificationKey
    try bundle.write(other.pem, to: BundleName.signer)
    try expect(bundle, fails: .signature, "no signature was made by the key in signer.pub")
    try bundle.write("no key", to: BundleName.signer)
    try expect(bundle, fails: .signature, "no Ed25519 public key", kind: .unreadable)
    try bundle.write(try FakeBundle.key.verificationKey.pem, to: BundleName.signer)
    let id = try FakeBundle.key.verificationKey.id
    try bundle.resign { $0.replacing(id, with: other.id) }
    try expect(bundle, fails: .headline, other.id, path: "$.signer")
  }

  @Test(
    "a name stands twice in an object, so that two readers see two things: in envelope, statement and files")
  func duplicates() throws {
    let envelope = try FakeBundle()
    try envelope.replace("{\"payload\":", with: "{\"payload\":\"e30=\",\"payload\":", in: BundleName.envelope)
    try expect(envelope, fails: .envelope, "\"payload\" stands twice", kind: .unreadable)
    let statement = try FakeBundle()
    try statement.resign { $0.replacing("\"tier\":", with: "\"tier\":\"quick\",\"t\\u0069er\":") }
    try expect(statement, fails: .statement, "\"tier\" stands twice", kind: .unreadable)
    for name in [BundleName.measurement, BundleName.environment, BundleName.report] {
      let bundle = try FakeBundle()
      let text = try bundle.text(name)
      try bundle.write("{\"twice\":1,\"twice\":1," + text.dropFirst(), to: name)
      try bundle.resign()
      try expect(
        bundle, fails: name == BundleName.report ? .rating : .samples, "\"twice\" stands twice",
        kind: .unreadable)
    }
  }

  @Test("what no derivation gives is added: to the statement, or to a file")
  func stray() throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing("\"tier\":", with: "\"endorsed\":\"by everybody\",\"tier\":") }
    try expect(bundle, fails: .statement, "$.predicate.endorsed", kind: .unreadable)
    for name in [BundleName.measurement, BundleName.environment, BundleName.report] {
      let bundle = try FakeBundle()
      let text = try bundle.text(name)
      try bundle.write("{\"endorsed\":true," + text.dropFirst(), to: name)
      try bundle.resign()
      try expect(bundle, fails: name == BundleName.report ? .rating : .samples, "nothing", path: "$.endorsed")
    }
  }

  @Test("broken files are refused with their place, however they are broken, and never by a crash")
  func broken() throws {
    for text in [
      "", "{", "[]", "null", "{\"payload\":1}", String(repeating: "[", count: 100_000), "\u{feff}{}",
    ] {
      let bundle = try FakeBundle()
      try bundle.write(text, to: BundleName.envelope)
      try expect(bundle, fails: .envelope, BundleName.envelope, kind: .unreadable)
    }
    for text in ["", "{}", "[]", String(repeating: "[", count: 100_000), "{\"rows\":"] {
      let bundle = try FakeBundle()
      try bundle.write(text, to: BundleName.measurement)
      try bundle.resign()
      try expect(bundle, fails: .samples, BundleName.measurement, kind: .unreadable)
    }
    for text in ["", "{}", String(repeating: "{\"predicate\":", count: 10_000)] {
      let bundle = try FakeBundle()
      try bundle.resign { _ in text }
      try expect(bundle, fails: .statement, "the statement", kind: .unreadable)
    }
    let bundle = try FakeBundle()
    try bundle.replace("\n", with: "\nno,such,row,at,all\n", in: "data/chipdb/chips.csv")
    try bundle.resign()
    try expect(bundle, fails: .rating, "chips.csv", kind: .unreadable)
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
