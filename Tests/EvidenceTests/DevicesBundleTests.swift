import Foundation
import Rating
import Report
import Testing

@testable import Evidence
@testable import Measurement

/// Bundles of runs on devices.
@Suite struct DevicesBundleTests {
  @Test("a run on devices is signed and verified from its files alone, and is no evidence by its tier")
  func verified() throws {
    let verification = try FakeBundle.ofDevices().verification(ownData: FakeRun.root)
    #expect(verification.failure == nil, "\(verification.failure?.message ?? "")")
    #expect(verification.isVerified && !verification.isEvidence)
    #expect(Set(verification.checks.filter { $0.outcome != .passed }.map(\.check)) == [.signer, .challenge])
    #expect(
      verification.checks.first { $0.check == .samples }?.detail.hasPrefix("2 devices, 8 rows, ") == true)
    #expect(verification.dataDifferences.isEmpty)
  }

  @Test("the statement names the devices, what was found on each, and that they are devices")
  func statement() throws {
    let predicate = try FakeBundle.ofRecord().statement.predicate
    #expect(predicate.kind == .devices)
    #expect(predicate.measured.threads == nil && predicate.measured.chip == nil)
    let devices = try #require(predicate.measured.devices)
    #expect(devices.map(\.id) == ["die0/fake:0", "die1/fake:0"])
    #expect(devices.allSatisfy { $0.name == "plain Python" && $0.vendor == "Nobody" && $0.failure == nil })
    let headline = predicate.headline
    let parts = try #require(headline.parts)
    #expect(parts.map(\.name) == ["die0/fake:0", "die1/fake:0", "package board 0"])
    #expect(headline.part == "package board 0")
    #expect(headline.demonstratedTPP == parts.compactMap(\.demonstratedTPP).max())
    #expect(headline.verdict == .inconclusive || headline.verdict == .consistent)
    // An old bundle's statement has none of it.
    let host = try FakeBundle().statement.predicate
    #expect(host.kind == nil && host.measured.devices == nil && host.headline.parts == nil)
    #expect(host.measured.threads == 2)
  }

  @Test("what is measured on devices follows from its own observations")
  func sameAgain() throws {
    let result = try FakeDevicesRun.result
    #expect(result.observationsReworked == result)
    #expect(result.devices.allSatisfy { $0.rows.contains { $0.status == .verified } })
    #expect(result.devices.allSatisfy { $0.rows.contains { $0.status == .unsupported } })
    #expect(result.devices.allSatisfy { !$0.telemetry.readings.isEmpty && $0.searchedSeconds != nil })
    let decoded = try DevicesResult(canonicalJSON: result.canonicalJSON)
    #expect(decoded == result)
    #expect(decoded.canonicalJSON == result.canonicalJSON)
    let again = try DevicesCircumstances(canonicalJSON: FakeDevicesRun.circumstances.canonicalJSON)
    #expect(try again == FakeDevicesRun.circumstances)
  }

  @Test("the same report, to the byte, follows from the record")
  func pure() throws {
    let recorded = try FakeBundle.ofDevices()
    let result = try recorded.devicesResult
    #expect(
      try String(decoding: FakeDevicesRun.report(result).bundleJSON, as: UTF8.self)
        == recorded.text(BundleName.report))
  }

  @Test(
    "a run of the record tier counts as evidence; that it was observed is what a signature does not prove")
  func record() throws {
    let bundle = try FakeBundle.ofRecord()
    let verification = try bundle.verification()
    #expect(verification.isEvidence, "\(verification.failure?.message ?? "")")
    let rows = try bundle.devicesResult.devices.flatMap(\.rows)
    #expect(verification.predicate?.rules?.broken.isEmpty == true)
    #expect(rows.contains { $0.sustained?.power.joules.map { $0 > 100 && $0 < 150 } == true })
  }

  @Test("a run of the record tier on a device that breaks a run rule is no evidence, and says which")
  func broken() throws {
    let record = try FakeDevicesRun.record()
    var devices = record.devices
    devices[1].rows.removeAll { $0.precision == .fp4 }
    let bundle = try FakeBundle(copyOf: FakeDevicesRun.write(record.with(devices: devices)))
    let verification = try bundle.verification()
    #expect(verification.isVerified && !verification.isEvidence)
    let predicate = try #require(verification.predicate)
    #expect(predicate.rules?.broken == ["precisions"])
    #expect(predicate.headline.parts?.map { $0.demonstratedTPP == nil } == [false, true, true])
    #expect(verification.verdict.contains("precisions"), "\(verification.verdict)")
  }

  @Test("it is cited by its devices and by the part that the figures are of")
  func citation() throws {
    let citation = try #require(Citation(FakeBundle.ofRecord().verification()))
    for words in [
      "Rating of 2 × plain Python (die0/fake:0, die1/fake:0), ", "of package board 0, the highest of 3 parts",
      "record tier, which counts as evidence", "tpp-diffusion",
    ] {
      #expect(citation.text.contains(words), "\(words): \(citation.text)")
    }
    let page = try FakeBundle.ofRecord().verification().document
    let text = TerminalRenderer(isColored: false).render(page)
    for words in ["plain Python", "die1/fake:0", "package board 0"] {
      #expect(text.contains(words), "\(words): \(text)")
    }
  }

  @Test("a host's statement may say that it is a host's")
  func hostByName() throws {
    let bundle = try FakeBundle()
    try bundle.resign { $0.replacing("\"measured\":", with: "\"kind\":\"host\",\"measured\":") }
    #expect(try bundle.verification().isEvidence)
  }
}
