import ChipDB
import Measurement
import Rating

/// What the chip database knows of the host's processor.
struct HostIdentification {
  let host: HostDescription
  let match: MicroarchitectureMatch?
  /// The chip that the brand names; a hypervisor's anonymous brand names none, and none is guessed.
  let chip: Chip?

  init(host: HostDescription, database: ChipDatabase) {
    self.host = host
    match = host.cpu.flatMap { cpu in
      if let family = cpu.family {
        database.microarchitecture(
          cpuVendor: cpu.vendor, family: family, model: cpu.model, stepping: cpu.stepping)
      } else {
        Int(cpu.vendor.dropFirst(2), radix: 16).flatMap {
          database.microarchitecture(armImplementer: $0, part: cpu.model)
        }
      }
    }
    chip = host.cpu?.brand.flatMap { Self.chip(named: $0, in: database) }
  }

  func summary(libraries: [ProviderIdentity], missing: [MissingLibrary]) -> RatingReport.HostSummary {
    RatingReport.HostSummary(
      device: host, libraries: libraries, missingLibraries: missing,
      microarchitecture: match.map {
        .init(
          id: $0.microarchitecture.id, name: $0.microarchitecture.name, codename: $0.codename,
          source: $0.source)
      },
      chip: chip?.id)
  }

  /// Visible cores × operations per cycle × clock, at every precision the microarchitecture has natively.
  func derivedThroughputs(cores: Int, clockGHz: Double?) -> [Throughput] {
    guard let match, let clockGHz else { return [] }
    return match.microarchitecture.derivedThroughputs(
      cores: cores, clockGHz: clockGHz, clockSource: "the highest clock measured")
  }

  /// How much of the chip was measured, in words.
  func scope(cores: Int) -> String {
    let isVirtual = host.virtualization.hypervisor != nil
    let measured = "\(cores) core\(cores == 1 ? "" : "s") measured"
    if let chip, let total = chip.cpu?.cores {
      return total == cores
        ? "\(measured), the whole \(chip.name)"
        : "\(measured) of the \(total) of \(chip.name): compare per core, not per chip"
    }
    return isVirtual
      ? "\(measured) of a virtual machine, which is part of a chip whose name the hypervisor hides: "
        + "compare per core, not per chip"
      : "\(measured); the chip database does not know this processor's brand"
  }

  /// Brands carry trademarks and clocks around the model number: "Intel(R) Xeon(R) Platinum 8480+ @ 2.00GHz",
  /// "AMD EPYC 9654 96-Core Processor".
  static func chip(named brand: String, in database: ChipDatabase) -> Chip? {
    var words: [Substring] = []
    for word in brand.split(separator: " ") {
      if word == "@" || word == "CPU" || word == "Processor" || word.lowercased().hasSuffix("-core") {
        continue
      }
      if word.hasSuffix("GHz") { continue }
      words.append(word)
    }
    let name = words.joined(separator: " ").split(separator: "(R)").joined().split(separator: "(TM)").joined()
    return try? database.chip(matching: name)
  }
}
