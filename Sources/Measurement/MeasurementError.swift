import Foundation

/// What keeps a measurement from being started.
public enum MeasurementError: Error, CustomStringConvertible, Equatable {
  /// A size that no product can have.
  case badShape(String)
  /// The operands would not fit: bytes needed and bytes available.
  case notEnoughMemory(shape: GEMMShape, needed: Double, available: Int)
  /// An allocation that the system refused: the bytes asked for, and the system's error number.
  case allocationFailed(bytes: Int, error: Int32)

  /// Whether another request could be met, as opposed to a limit of this process that allows none.
  public var isUsage: Bool {
    if case .allocationFailed(_, let error) = self { !Self.isAboutFiles(error) } else { true }
  }

  private static func isAboutFiles(_ error: Int32) -> Bool { error == EMFILE || error == ENFILE }

  public var description: String {
    switch self {
    case .badShape(let reason):
      "not a matrix size: \(reason)"
    case .notEnoughMemory(let shape, let needed, let available):
      "\(shape) needs \(gibibytes(needed)) for its operands, and \(gibibytes(Double(available))) can be had: "
        + "give a smaller --size or --shape"
    case .allocationFailed(let bytes, let error):
      "the system refused \(bytes) bytes of shared memory (\(String(cString: strerror(error)))): "
        + (Self.isAboutFiles(error)
          ? "raise the number of files that this process may open (ulimit -n)"
          : "give a smaller --size or --shape")
    }
  }

  private func gibibytes(_ bytes: Double) -> String {
    let tenths = (bytes / 1_073_741_824 * 10).rounded(.up)
    return tenths < 1e9 ? "\(tenths / 10) GiB" : "over 10^8 GiB"
  }
}
