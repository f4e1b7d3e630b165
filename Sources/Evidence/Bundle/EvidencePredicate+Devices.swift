import Measurement
import Report

extension EvidencePredicate {
  /// Of a run on devices.
  /// - Parameters:
  ///   - report: what was found.
  ///   - choices: as the report was made by.
  ///   - signer: the id of the key.
  init(_ report: DeviceRatingReport, choices: Choices, signer: String) {
    kind = .devices
    tool = Tool(
      name: report.tool.name, version: report.tool.version, methodVersion: report.run.methodVersion,
      schemaVersion: report.schemaVersion, dataDirectory: report.tool.dataDirectory)
    generated = report.generated
    command = report.command
    tier = report.run.tier
    isEvidence = report.run.isEvidence && !report.partial && report.objections.isEmpty
    seconds = report.run.seconds
    seed = "\(report.run.seed)"
    measured = Measured(report)
    self.choices = choices
    headline = Headline(report)
    let broken = Set(report.devices.flatMap(\.record.rules.broken).map(\.name.rawValue))
    rules = .init(version: RunRules.currentVersion, broken: broken.sorted())
    self.signer = signer
    challenge = nil
  }
}

extension EvidencePredicate.Measured {
  init(_ report: DeviceRatingReport) {
    let host = report.host
    let parts = report.devices.map { "\($0.record.id): \($0.rating.part.words)" }
    self.init(
      processor: host.cpu?.brand, microarchitecture: nil, chip: nil, architecture: host.architecture,
      hypervisor: host.virtualization.hypervisor, operatingSystem: host.operatingSystem, kernel: host.kernel,
      threads: nil, scope: parts.joined(separator: "; "),
      devices: report.devices.map { device in
        .init(
          id: device.record.id, name: device.record.device.name, vendor: device.record.device.vendor,
          worker: device.record.worker, chip: device.identification.chip, part: device.rating.part.words,
          failure: device.record.failure?.message)
      })
  }

  /// "2 × NVIDIA H100 80GB HBM3 (cuda:0, cuda:1)".
  static func summary(_ devices: [Device]) -> String {
    var names: [String] = []
    for device in devices where !names.contains(device.name) { names.append(device.name) }
    return names.map { name in
      let own = devices.filter { $0.name == name }
      let ids = own.map(\.id.printable).joined(separator: ", ")
      return "\(own.count == 1 ? "" : "\(own.count) × ")\(name.printable) (\(ids))"
    }.joined(separator: " and ")
  }
}

extension EvidencePredicate.Headline {
  init(_ report: DeviceRatingReport) {
    let rated =
      report.devices.map { (name: $0.record.id, rating: $0.rating) }
      + report.packages.map { (name: "package \($0.record.package)", rating: $0.rating) }
    let parts = rated.map { Part(name: $0.name, $0.rating) }
    let highest = rated.indices.max {
      (parts[$0].demonstratedTPP ?? -1, $1) < (parts[$1].demonstratedTPP ?? -1, $0)
    }
    let best = highest.map { rated[$0] }
    let hasFigure = best?.rating.demonstrated.tpp != nil
    self.init(
      demonstratedTPP: best?.rating.demonstrated.tpp,
      governingPrecision: best?.rating.demonstrated.governingPrecision, derivedTPP: nil,
      equivalent: best?.rating.equivalents.first { $0.chosen }.map(Equivalent.init),
      verdict: report.check.verdict, part: hasFigure ? best?.name : nil, parts: parts)
  }
}

extension EvidencePredicate.Headline.Part {
  init(name: String, _ rating: PartRatingRecord) {
    self.init(
      name: name, demonstratedTPP: rating.demonstrated.tpp,
      governingPrecision: rating.demonstrated.governingPrecision, declaredTPP: rating.declared?.tpp,
      equivalent: rating.equivalents.first { $0.chosen }?.value, verdict: rating.check.verdict)
  }
}
