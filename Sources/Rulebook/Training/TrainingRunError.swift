/// Why a training run cannot be reckoned with.
public enum TrainingRunError: Error, CustomStringConvertible, Equatable, Sendable {
  /// A number that no run has.
  case unusable(what: String, value: Double, remedy: String)

  public var description: String {
    switch self {
    case .unusable(let what, let value, let remedy): "\(what) \(value): \(remedy)"
    }
  }
}
