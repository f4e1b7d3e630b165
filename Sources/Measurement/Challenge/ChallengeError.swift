import Foundation

/// What keeps a challenge from being made, run or verified: what, where, and what to do.
public struct ChallengeError: Error, CustomStringConvertible, Equatable {
  /// What the user can do about it, and so with which code a command ends.
  public enum Kind: Sendable {
    /// A file that is no challenge, or no run of one.
    case unreadable
    /// A run that is not the challenge's, not of its time, or tells what cannot be.
    case refused
    /// A request that cannot be met: a size that no memory holds, a folder that is taken.
    case usage
    /// Nothing on this host can do it.
    case unsupported
    case cannotWrite
    case interrupted
  }

  public let kind: Kind
  public let description: String

  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  static func unreadable(_ file: String, _ problem: String) -> ChallengeError {
    ChallengeError(.unreadable, "\(file): \(problem)")
  }
}
