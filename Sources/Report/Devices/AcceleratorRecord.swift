import ChipDB
import Measurement

/// An accelerator that can be measured.
public struct AcceleratorRecord: Encodable, Sendable {
  /// By which it is asked for: "cuda:0".
  public let id: String
  public let device: DeviceIdentity
  /// Name and version of what multiplies there.
  public let worker: String
  /// The program's file, where the user named one.
  @Nullable public private(set) var workerFile: String?
  public let identification: DeviceIdentificationRecord

  init(_ found: DeviceCatalogue.Found, in database: ChipDatabase) {
    id = found.id
    device = DeviceIdentity(found.device)
    worker = found.worker
    identification = DeviceIdentificationRecord(DeviceIdentification(found.device, in: database))
    workerFile = found.program.path
  }
}

/// A program through which no accelerator can be reached.
public struct AbsentProgramRecord: Encodable, Sendable {
  public let name: String
  /// The file that the user named; `nil` for what Assay has itself.
  @Nullable public private(set) var path: String?
  public let reason: String

  init(_ absent: DeviceCatalogue.Absent) {
    name = absent.name
    reason = absent.reason
    path = absent.path
  }

  /// "cuda: no libcuda.so.1; install the driver".
  var text: String { "\(name)\(path.map { " (\($0))" } ?? ""): \(reason)" }
}
