/// How far a value of the database can be trusted, best first.
public enum Grade: String, Codable, CaseIterable, Comparable, Sendable {
  /// Read in the maker's own document, or in the law.
  case primary
  /// Measured by this project.
  case measured
  /// Carried over from a public data set, not checked again.
  case dataset
  /// Press, a reseller, or another third party.
  case secondary
  /// Believed, without a source that could be read. Not to be quoted.
  case unverified

  /// The better grade is the smaller.
  public static func < (a: Grade, b: Grade) -> Bool { a.rank < b.rank }

  /// The grade as a number that is higher for the better one.
  var support: Int { Self.allCases.count - rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
