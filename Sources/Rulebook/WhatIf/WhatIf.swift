import Rating

/// A file that supposes rules, and what it does to the law.
public struct WhatIf: Codable, Equatable, Sendable {
  /// How its rules stand to those of the law.
  public enum Manner: String, Codable, Sendable {
    /// An instrument of its own, which changes no other.
    case addition
    /// An amended copy of an instrument of the law, which stands unchanged beside it.
    case beside
    /// In the place of an instrument of the law.
    case inPlace = "in-place"
  }

  /// As it was named on the command line.
  public let file: String
  /// The id under which its rules answer.
  public let instrument: String
  /// The instrument of the law that it amends or replaces; `nil` for an addition.
  public let overrides: String?
  public let manner: Manner
  /// What it changes, one sentence each.
  public let changes: [String]

  /// What marks everything that rests on a file.
  static func mark(_ file: String) -> String { "what-if: \(file)" }

  /// The whole in one sentence.
  public var text: String {
    let what =
      switch manner {
      case .addition: "adds '\(instrument)'"
      case .beside: "amends a copy of '\(overrides ?? "")', called '\(instrument)', beside the law"
      case .inPlace: "stands in the place of '\(overrides ?? "")'"
      }
    return "\(Self.mark(file)) \(what)" + (changes.isEmpty ? "" : ": " + changes.joined(separator: "; "))
  }
}
