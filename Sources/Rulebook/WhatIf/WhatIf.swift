import Rating

/// A file that supposes rules, and what it does to the law.
public struct WhatIf: Encodable, Equatable, Sendable {
  /// How its rules stand to those of the law.
  public enum Manner: String, Codable, Sendable {
    /// An instrument of its own, which changes no other.
    case addition
    /// An amended copy of an instrument of the law, which stands unchanged beside it.
    case beside
    /// An amended copy that takes the place of an instrument of the law under one standing alone, or from another day
    /// under one than under the other; instruments that refer to it are copied with it.
    case partly = "in-place-partly"
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
  /// The standings of law that it is supposed to have; those that it does not name answer by the law alone.
  public let standings: [Standing]
  /// Whether the file names a standing; one that names none holds in what is codified and enforced alike.
  public let namesStanding: Bool
  /// What it changes, one sentence each.
  public let changes: [String]

  /// The instruments that it splits into what it amends and the rest of the law.
  let touched: Set<String>

  private enum CodingKeys: CodingKey {
    case file, instrument, overrides, manner, standings, namesStanding, changes
  }

  /// What marks everything that rests on a file.
  static func mark(_ file: String) -> String { "what-if: \(file)" }

  /// The whole in one sentence.
  public var text: String {
    let what =
      switch manner {
      case .addition: "adds '\(instrument)'"
      case .beside: "amends a copy of '\(overrides ?? "")', called '\(instrument)', beside the law"
      case .partly: "amends '\(overrides ?? "")' as '\(instrument)'"
      case .inPlace: "stands in the place of '\(overrides ?? "")'"
      }
    return "\(Self.mark(file)) \(what), \(reach)"
      + (changes.isEmpty ? "" : ": " + changes.joined(separator: "; "))
  }

  private var reach: String {
    guard namesStanding else {
      return "and names neither 'codified' nor 'enforced' under 'status:', so that it applies to both"
    }
    switch (standings.contains(.codified), standings.contains(.enforced)) {
    case (true, true): return "codified and enforced"
    case (true, false): return "codified alone: what is enforced is answered by the law"
    case (false, true): return "enforced alone: what is codified is answered by the law"
    case (false, false): return "announced alone: what is codified or enforced is answered by the law"
    }
  }
}
