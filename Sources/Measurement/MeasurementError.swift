/// What keeps a measurement from being started.
public enum MeasurementError: Error, CustomStringConvertible, Equatable {
  /// A size that no product can have.
  case badShape(String)
  /// The operands would not fit: bytes needed and bytes available.
  case notEnoughMemory(shape: GEMMShape, needed: Double, available: Int)
  /// An allocation that the system refused, in bytes.
  case allocationFailed(Int)

  public var description: String {
    switch self {
    case .badShape(let reason):
      "not a matrix size: \(reason)"
    case .notEnoughMemory(let shape, let needed, let available):
      "\(shape) needs \(gibibytes(needed)) for its operands, and \(gibibytes(Double(available))) can be had: "
        + "give a smaller --size or --shape"
    case .allocationFailed(let bytes):
      "the system refused \(gibibytes(Double(bytes))) of memory: give a smaller --size or --shape"
    }
  }

  private func gibibytes(_ bytes: Double) -> String {
    let tenths = (bytes / 1_073_741_824 * 10).rounded(.up)
    return tenths < 1e9 ? "\(tenths / 10) GiB" : "over 10^8 GiB"
  }
}
