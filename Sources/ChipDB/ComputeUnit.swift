/// The part of a chip that multiplies.
public enum ComputeUnit: String, Codable, CaseIterable, Sendable {
  /// Tensor cores, systolic arrays, AMX tiles.
  case matrix
  /// The ordinary arithmetic pipes.
  case vector
}
