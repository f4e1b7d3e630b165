/// Why evidence cannot be made, read or believed.
public enum EvidenceError: Error, CustomStringConvertible, Equatable {
  /// Something was asked for that cannot be meant: the message says what to give instead.
  case usage(String)
  /// A file of keys, of trust or of a bundle that cannot be read.
  case unreadable(String)
  /// What should be written, and why it was not.
  case cannotWrite(String)

  public var description: String {
    switch self {
    case .usage(let message), .unreadable(let message), .cannotWrite(let message): message
    }
  }
}
