import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement

/// Ways to tamper with the files of a bundle, each caught by name, with the key and without.
@Suite struct TamperedFilesTests {
  @Test("the bundle that the tests tamper with verifies, as evidence, before")
  func untouched() throws {
    let verification = try FakeBundle().verification()
    #expect(verification.failure == nil, "\(verification.failure?.message ?? "")")
    #expect(verification.isVerified && verification.isEvidence)
    #expect(Set(verification.checks.filter { $0.outcome != .passed }.map(\.check)) == [.signer, .challenge])
  }

  @Test("TPP is changed in the report")
  func tpp() throws {
    let bundle = try FakeBundle()
    let tpp = try #require(try bundle.statement.predicate.headline.demonstratedTPP)
    try bundle.replace("\"tpp\" : \(tpp)", with: "\"tpp\" : 4800", in: BundleName.report)
    try bundle.expect(fails: .files, "report.json has been changed")
    try bundle.resign()
    try bundle.expect(fails: .rating, "the file has 4800", path: "$.rating.demonstrated.rows[1].tpp")
  }

  @Test("a threshold's answer is changed in the report")
  func threshold() throws {
    let bundle = try FakeBundle()
    try bundle.replace("of this host = one", with: "of this host < one", in: BundleName.report)
    try bundle.resign()
    try bundle.expect(fails: .rating, "of this host < one")
  }

  @Test("the verdict on a claim is changed in the report")
  func verdict() throws {
    let bundle = try FakeBundle()
    #expect(try bundle.statement.predicate.headline.verdict == .provenAbove)
    try bundle.replace(
      "\"verdict\" : \"proven-above\"", with: "\"verdict\" : \"refuted\"", in: BundleName.report)
    try bundle.resign()
    try bundle.expect(fails: .rating, "\"refuted\"")
  }

  @Test(
    "an equivalence's constant is changed in the data: its digest tells, and signed again the report does not follow"
  )
  func constant() throws {
    let bundle = try FakeBundle()
    try bundle.replace("15825", with: "1582.5", in: "data/chipdb/equivalences.csv")
    try bundle.expect(fails: .files, "data/chipdb/equivalences.csv has been changed")
    try bundle.resign()
    try bundle.expect(fails: .rating, "15825", path: "$.equivalents[0].constant")
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
    try bundle.expect(fails: .files, "\(file) has been changed")
    try bundle.resign()
    try bundle.expect(fails: .rating, "what follows is")
    #expect(try bundle.verification().failure?.difference?.path.hasPrefix("$.thresholds[") == true)
  }

  @Test("a rule file of the signer's own is added: it is named, and what turns on it")
  func ownRule() throws {
    let bundle = try FakeBundle()
    let text = try bundle.text("data/rulebook/us-ca-sb-53.yaml").replacing("us-ca-sb-53", with: "us-own")
    try bundle.write(text, to: "data/rulebook/us-own.yaml")
    try bundle.expect(fails: .files, "data/rulebook/us-own.yaml is there")
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
    try bundle.expect(
      fails: isKey ? .signature : .files, isKey ? "signer.pub: No such file" : "\(name) is missing",
      kind: isKey ? .unreadable : .refuted)
  }

  @Test("a file that every bundle has is removed and signed away")
  func removedAndSigned() throws {
    let bundle = try FakeBundle()
    let predicate = try bundle.statement.predicate
    try FileManager.default.removeItem(atPath: "\(bundle.folder)/report.json")
    try bundle.resign(predicate: predicate)
    try bundle.expect(fails: .files, "does not name report.json")
  }

  @Test(
    "a file is added that the statement does not name, hidden ones too",
    arguments: ["notes.txt", ".hidden", "data/chipdb/extra.csv", "data/.hidden"])
  func added(name: String) throws {
    let bundle = try FakeBundle()
    try bundle.write("x", to: name)
    try bundle.expect(fails: .files, "\(name) is there, though the statement does not name it")
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
    try bundle.expect(fails: .files, "challenge/challenge.json has been changed")
  }

  @Test("a file is exchanged for a symbolic link to the same bytes")
  func symbolicLink() throws {
    let bundle = try FakeBundle()
    let elsewhere = try FakeBundle.temporaryFolder() + "/report"
    try FileManager.default.moveItem(atPath: bundle.folder + "/report.json", toPath: elsewhere)
    try FileManager.default.createSymbolicLink(
      atPath: bundle.folder + "/report.json", withDestinationPath: elsewhere)
    try bundle.expect(fails: .files, "report.json: a symbolic link")
  }

  @Test("a folder is exchanged for a symbolic link")
  func linkedFolder() throws {
    let bundle = try FakeBundle()
    let elsewhere = try FakeBundle.temporaryFolder() + "/data"
    try FileManager.default.moveItem(atPath: bundle.folder + "/data", toPath: elsewhere)
    try FileManager.default.createSymbolicLink(
      atPath: bundle.folder + "/data", withDestinationPath: elsewhere)
    try bundle.expect(fails: .files, "data: a symbolic link")
  }

  @Test("a file is exchanged for a FIFO, on which a reader would wait for ever", .timeLimit(.minutes(1)))
  func fifo() throws {
    let bundle = try FakeBundle()
    for name in ["report.json", "bundle.dsse.json"] {
      let path = "\(bundle.folder)/\(name)"
      try FileManager.default.removeItem(atPath: path)
      #expect(mkfifo(path, 0o644) == 0)
      let isEnvelope = name == BundleName.envelope
      try bundle.expect(
        fails: isEnvelope ? .envelope : .files, isEnvelope ? "not a regular file" : "no regular file",
        kind: isEnvelope ? .unreadable : .refuted)
    }
  }

  @Test("broken files are refused with their place, however they are broken, and never by a crash")
  func broken() throws {
    for text in [
      "", "{", "[]", "null", "{\"payload\":1}", String(repeating: "[", count: 100_000), "\u{feff}{}",
    ] {
      let bundle = try FakeBundle()
      try bundle.write(text, to: BundleName.envelope)
      try bundle.expect(fails: .envelope, BundleName.envelope, kind: .unreadable)
    }
    for text in ["", "{}", "[]", String(repeating: "[", count: 100_000), "{\"rows\":"] {
      let bundle = try FakeBundle()
      try bundle.write(text, to: BundleName.measurement)
      try bundle.resign()
      try bundle.expect(fails: .samples, BundleName.measurement, kind: .unreadable)
    }
    for text in ["", "{}", String(repeating: "{\"predicate\":", count: 10_000)] {
      let bundle = try FakeBundle()
      try bundle.resign { _ in text }
      try bundle.expect(fails: .statement, "the statement", kind: .unreadable)
    }
    let bundle = try FakeBundle()
    try bundle.replace("\n", with: "\nno,such,row,at,all\n", in: "data/chipdb/chips.csv")
    try bundle.resign()
    try bundle.expect(fails: .rating, "chips.csv", kind: .unreadable)
  }
}
