import Foundation
import Testing

@testable import Evidence
@testable import Measurement

/// A bundle appears whole or not at all, and never over something else.
@Suite struct BundleWritingTests {
  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test(
    "a folder that is there and not empty, a file, a link and a place that cannot be written are refused before"
  )
  func targets() throws {
    let folder = try FakeBundle.temporaryFolder()
    try FileManager.default.createDirectory(atPath: folder + "/full/x", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: folder + "/file"))
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/link", withDestinationPath: folder + "/empty")
    for name in ["full", "full/", "file", "link", "no/parent", ".", "..", "full/..", ""] {
      #expect(throws: EvidenceError.self, "\(name)") { try BundleDraft(target: "\(folder)/\(name)") }
    }
    for name in ["new", "new//", "empty", "full/new"] { _ = try BundleDraft(target: "\(folder)/\(name)") }
    #expect(try names(folder) == ["empty", "file", "full", "link"])
  }

  @Test("a bad key, a bad folder or bad data is found when the order is made, not when the run is over")
  func early() throws {
    let folder = try FakeBundle.temporaryFolder()
    let key = try FakeBundle.keyFile()
    _ = try BundleOrder(keyFile: key, target: folder + "/new", dataRoot: FakeRun.root)
    #expect(throws: EvidenceError.self) {
      try BundleOrder(keyFile: folder + "/none", target: folder + "/new", dataRoot: FakeRun.root)
    }
    #expect(throws: EvidenceError.self) {
      try BundleOrder(keyFile: key + ".pub", target: folder + "/new", dataRoot: FakeRun.root)
    }
    #expect(throws: EvidenceError.self) {
      try BundleOrder(keyFile: key, target: key, dataRoot: FakeRun.root)
    }
    let data = folder + "/data/chipdb"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: data + "/my own.csv"))
    let error = #expect(throws: EvidenceError.self) {
      try BundleOrder(keyFile: key, target: folder + "/new", dataRoot: folder + "/data")
    }
    #expect(
      error?.description.contains("my own.csv: a file of such a name cannot be part of a bundle") == true)
  }

  @Test(
    "the folder that a path lies in, however short the path is",
    arguments: [
      ("k", "."), ("key", "."), ("/k", "/"), ("/", "/"), ("a/k", "a"), ("/a/k", "/a"), ("a//k", "a/"),
      ("", "."),
    ])
  func parents(path: String, folder: String) { #expect(path.parentFolder == folder) }

  @Test("an empty folder is filled, and the draft's name is gone")
  func empty() throws {
    let folder = try FakeBundle.temporaryFolder()
    try FileManager.default.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: true)
    let draft = try BundleDraft(target: folder + "/empty")
    try draft.write(["a": Data([1]), "b/c/d": Data([2])])
    #expect(try names(folder).count == 2)
    try draft.finish()
    #expect(try names(folder) == ["empty"])
    #expect(FileManager.default.contents(atPath: folder + "/empty/b/c/d") == Data([2]))
  }

  @Test("a bundle that was given up leaves nothing, at whatever point, and does not come back")
  func abandoned() throws {
    let folder = try FakeBundle.temporaryFolder()
    let draft = try BundleDraft(target: folder + "/new")
    try draft.write(["a": Data([1])])
    draft.abandon()
    #expect(try names(folder).isEmpty)
    #expect(throws: EvidenceError.self) { try draft.write(["b": Data([1])]) }
    #expect(throws: EvidenceError.self) { try draft.finish() }
    #expect(try names(folder).isEmpty)
  }

  @Test("what cannot be written whole, or would not verify, leaves nothing")
  func failing() throws {
    let folder = try FakeBundle.temporaryFolder()
    let measurement = try FakeRun.measurement()
    func write(_ result: MeasurementResult, to target: String, before: () throws -> Void = {}) throws {
      let order = try BundleOrder(keyFile: FakeBundle.keyFile(), target: target, dataRoot: FakeRun.root)
      try before()
      _ = try order.write(
        FakeRun.report(measurement), measurement: result, circumstances: FakeRun.circumstances,
        choices: FakeRun.choices(), version: FakeBundle.version)
    }
    var rows = measurement.rows
    rows[0].topsBest = 1
    let error = #expect(throws: EvidenceError.self) {
      try write(measurement.with(rows: rows), to: folder + "/wrong")
    }
    #expect(error?.description.contains("nothing is left of it") == true)
    #expect(error?.description.contains("would not verify") == true)
    #expect(try names(folder).isEmpty)
    let occupied = #expect(throws: EvidenceError.self) {
      try write(measurement, to: folder + "/late") {
        try FileManager.default.createDirectory(atPath: folder + "/late/x", withIntermediateDirectories: true)
      }
    }
    #expect(occupied?.description.contains("late") == true)
    #expect(try names(folder) == ["late"])
    try write(measurement, to: folder + "/right")
    #expect(try names(folder) == ["late", "right"])
  }
}
