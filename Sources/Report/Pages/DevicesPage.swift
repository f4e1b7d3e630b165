import ChipDB
import Measurement

/// What `assay devices` tells: the processor, what this process may use of it, the libraries, and the accelerators.
public struct DevicesPage: Encodable, Sendable {
  public let schemaVersion = RatingReport.schemaVersion
  public let host: RatingReport.HostSummary
  /// The kernel that each library chooses for each precision it multiplies here.
  public let kernels: [KernelChoice]
  public let accelerators: [AcceleratorRecord]
  /// The programs that reach no accelerator, and why.
  public let absentPrograms: [AbsentProgramRecord]

  /// A library's choice for one precision.
  public struct KernelChoice: Encodable, Sendable {
    public let provider: String
    public let precision: String
    public let kernel: String
  }

  public init(
    host: HostDescription, catalogue: ProviderCatalogue, devices: DeviceCatalogue, database: ChipDatabase
  ) {
    accelerators = devices.found.map { AcceleratorRecord($0, in: database) }
    absentPrograms = devices.absent.map(AbsentProgramRecord.init)
    self.host = HostIdentification(host: host, database: database).summary(
      libraries: catalogue.providers.map(\.identity), missing: catalogue.missing)
    kernels = catalogue.kernels(threads: host.topology.workers, nativePath: NativePath(host.cpu)).map {
      KernelChoice(provider: $0.provider.label, precision: $0.precision.rawValue, kernel: $0.kernel)
    }
  }

  public var document: Document {
    Document(
      title: "Assay: devices of this host",
      sections: [
        .init("Processor", [.fields(Self.processorFields(host))]),
        .init("What this process may use", [.fields(Self.topologyFields(host.device))]),
        .init("GEMM libraries", Self.libraryBlocks(host) + [kernelTable]),
        .init("Accelerators", acceleratorBlocks),
      ])
  }

  private var acceleratorBlocks: [Document.Block] {
    var blocks: [Document.Block] = []
    if !accelerators.isEmpty {
      blocks = [
        .table(
          .init(
            [
              .text("device"), .text("name"), .text("PCI"), .number("memory"), .text("partition"),
              .text("driver"), .text("by"), .text("chip of the database"),
            ],
            rows: accelerators.map { found in
              let device = found.device
              return [
                found.id, device.name, device.pci?.text ?? "-",
                device.memoryBytes.map(NumberFormat.bytes) ?? "-", device.partition?.text ?? "whole",
                device.driver ?? "-", found.worker, found.identification.name ?? "unknown",
              ]
            })),
        .notes(accelerators.map { "\($0.id): \($0.identification.text)" }),
      ]
    }
    if !absentPrograms.isEmpty { blocks.append(.notes(absentPrograms.map(\.text))) }
    return blocks
  }

  static func processorFields(_ host: RatingReport.HostSummary) -> [(label: String, value: String)] {
    guard let cpu = host.device.cpu else { return [("processor", "cannot be identified on this system")] }
    let family = cpu.family.map { "family \($0), " } ?? ""
    return [
      ("brand", cpu.brand ?? "not given"),
      ("identity", "\(cpu.vendor), \(family)model \(cpu.model), stepping \(cpu.stepping)"),
      (
        "microarchitecture",
        host.microarchitecture.map {
          "\($0.name)\($0.codename.map { " (\($0))" } ?? "") \(cpu.family == nil ? "by implementer and part" : "by family and model")"
        }
          ?? "unknown: not in the chip database"
      ),
      ("chip", host.chip ?? "unknown: the brand names no chip of the database"),
      ("extensions", cpu.extensions.map(\.rawValue).joined(separator: " ")),
      ("architecture", host.device.architecture),
      ("hypervisor", host.device.virtualization.hypervisor ?? "none seen"),
    ]
  }

  static func topologyFields(_ device: HostDescription) -> [(label: String, value: String)] {
    let topology = device.topology
    var fields: [(label: String, value: String)] = [
      ("cores", "\(topology.visibleCores), \(topology.threadsPerCore) thread(s) each"),
      ("affinity mask", compressed(topology.affinity) + " of \(topology.onlineThreads) on line"),
      (
        "control group quota",
        topology.cgroupQuota.map { "\(NumberFormat.number($0, digits: 3)) processors" } ?? "none"
      ),
      ("NUMA nodes", "\(topology.numaNodes)"),
      ("governor", topology.governor ?? "not shown by the kernel"),
      (
        "caches",
        topology.caches.map {
          "L\($0.level) \($0.type.lowercased()) \($0.sizeKiB) KiB, shared by \($0.sharedBy)"
        }
        .joined(separator: "; ")
      ),
    ]
    fields.append(
      (
        "memory",
        device.memory.map {
          "\(NumberFormat.bytes($0.totalBytes)), \(NumberFormat.bytes($0.availableBytes)) available"
            + ($0.cgroupLimitBytes.map { ", control group limit \(NumberFormat.bytes($0))" } ?? "")
        } ?? "not shown by the kernel"
      ))
    fields.append(
      (
        "steal time since boot",
        device.virtualization.stealShare.map(NumberFormat.percent) ?? "not shown by the kernel"
      ))
    fields.append(
      ("system", [device.operatingSystem, device.kernel].compactMap { $0 }.joined(separator: ", Linux ")))
    return fields
  }

  static func libraryBlocks(_ host: RatingReport.HostSummary) -> [Document.Block] {
    var blocks: [Document.Block] = []
    if !host.libraries.isEmpty {
      blocks.append(
        .table(
          .init(
            [.text("library"), .text("integers"), .text("kernel family"), .text("file")],
            rows: host.libraries.map { [$0.label, $0.abi ?? "-", $0.kernel ?? "chosen by product", $0.path] })
        ))
    }
    if !host.missingLibraries.isEmpty {
      blocks.append(
        .notes(host.missingLibraries.map { "\($0.name) is missing (\($0.reason)): \($0.remedy)" }))
    }
    return blocks
  }

  private var kernelTable: Document.Block {
    .table(
      .init(
        [.text("library"), .text("precision"), .text("kernel")],
        rows: kernels.map { [$0.provider, $0.precision, $0.kernel] }))
  }

  /// 0, 1, 2, 5 as "0-2,5".
  private static func compressed(_ cpus: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for cpu in cpus.sorted() {
      if let last = ranges.last, last.upperBound + 1 == cpu {
        ranges[ranges.count - 1] = last.lowerBound...cpu
      } else {
        ranges.append(cpu...cpu)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
