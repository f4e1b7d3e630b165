import Foundation
import Rating

@testable import Measurement
@testable import Report

extension FuzzTarget {
  /// A report of `assay rate --json`, as check, compare and classify read it.
  static let report = FuzzTarget("report", "a report, to be checked, compared and classified", longest: 8192)
  { bytes in
    let path = reportFolder.file("report.json", bytes)
    for chip in ["h100-sxm", "epyc-9654", nil] {
      let question = CheckPage.Question(
        chip: chip, report: path, rates: [.fp16: 989], figures: [], shareOfChip: nil,
        tf32Reading: .container32)
      guard let page = accepted({ try CheckPage(question, in: ShippedData.database) }) else { continue }
      try tell(page, page.document)
    }
    if let page = accepted({ try ComparisonPage(first: path, second: path, material: 0.02) }) {
      try tell(page, page.document)
    }
    for evidence in [Evidence.demonstrated, .derived] {
      let figures = accepted {
        try MeasuredFigures(
          file: path, evidence: evidence, dieAreaMM2: 814...814, facts: [:], tf32Reading: .container32)
      }
      guard let figures else { continue }
      let page = accepted {
        try ClassificationPage(
          figures.subject, on: ShippedData.day, today: ShippedData.day, tf32Reading: .container32,
          rulebook: ShippedData.rulebook, notes: figures.notes)
      }
      if let page { try tell(page, page.document) }
    }
  }

  private static let reportFolder = ScratchFolder("report")

  /// `/proc` and `/sys` of another machine: files, each behind a line with ">" and its path.
  static let system = FuzzTarget("system", "the texts in which Linux describes a machine", longest: 8192) {
    bytes in
    let files = SystemFiles(root: try systemFolder.written(bytes))
    defer { systemFolder.empty() }
    let host = HostDescription.current(files)
    _ = JSONRenderer().render(host)
    try promise(host.topology.workers >= 1, "no worker")
    try promise(host.topology.visibleCores >= 1 && host.topology.threadsPerCore >= 1, "no core")
    if let memory = host.memory { _ = NumberFormat.bytes(memory.availableBytes) }
    _ = RunEnvironment.current(files)
    if case .available(let meter) = PowerMeter.find(files), let reading = meter.reading() {
      _ = meter.joules(from: reading, to: reading.map { $0 / 2 })
    }
    let disturbance = Disturbance(of: 1, files)
    _ = disturbance.foreignShare(threads: 1)
    _ = disturbance.stealShare
    if let cpu = CPUIdentity.arm(files) {
      _ = HostIdentification(
        host: HostDescription(
          cpu: cpu, topology: host.topology, memory: nil, virtualization: host.virtualization,
          architecture: "aarch64", kernel: nil, operatingSystem: nil), database: ShippedData.database)
    }
  }

  private static let systemFolder = ScratchFolder("system")
}

extension ScratchFolder {
  /// Writes files, each behind a line with ">" and its path.
  /// - Returns: the folder that holds them.
  fileprivate func written(_ bytes: [UInt8]) throws -> String {
    empty()
    for part in bytes.split(separator: UInt8(ascii: ">")).prefix(64) {
      guard let end = part.firstIndex(of: UInt8(ascii: "\n")) else { continue }
      let name = String(decoding: part[..<end], as: UTF8.self)
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 12, name.utf8.count < 200, !name.utf8.contains(0),
        parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
      else { continue }
      let parent = "\(root)/" + parts.dropLast().joined(separator: "/")
      // A folder may already stand where this file should, and a file where this folder should.
      guard
        (try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)) != nil
      else { continue }
      _ = FileManager.default.createFile(atPath: "\(root)/\(name)", contents: Data(part[(end + 1)...]))
    }
    return root
  }

  private var root: String { "\(path)/root" }

  fileprivate func empty() { try? FileManager.default.removeItem(atPath: root) }
}
