import Rating

/// Which transactions a rule reaches, through time: by destination, headquarters, origin.
public struct Scope: Equatable, Sendable {
  public let id: String
  /// In ascending order of their first day.
  public let versions: [Version]

  /// What holds from one day until the next version of the same standing starts.
  public struct Version: Equatable, Sendable {
    public let from: CalendarDate
    /// Under which standings it holds; a rule whose widening is codified and not enforced has one version for each.
    public let under: [Standing]
    /// A tree of tests of places and facts, without figures of the item.
    public let condition: Condition
    public let reference: String
    public let confidence: Confidence
    let location: SourceLocation
  }

  /// The version of a day under one standing; `nil` before the first.
  public func version(on date: CalendarDate, under standing: Standing) -> Version? {
    versions.last { $0.from <= date && $0.under.contains(standing) }
  }
}
