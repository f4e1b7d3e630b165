/// The figures of one item that definitions of equivalence divide, all on one kind of evidence; `nil` where unknown.
public struct EquivalenceFigures: Sendable {
  public let rating: BoundedRating
  public let memoryBandwidthGBps: BoundedValue?
  /// Decimal GB.
  public let memoryCapacityGB: BoundedValue?
  /// The rate to other chips over all links and both directions.
  public let aggregateIOGBps: BoundedValue?

  public init(
    rating: BoundedRating, memoryBandwidthGBps: BoundedValue? = nil, memoryCapacityGB: BoundedValue? = nil,
    aggregateIOGBps: BoundedValue? = nil
  ) {
    self.rating = rating
    self.memoryBandwidthGBps = memoryBandwidthGBps
    self.memoryCapacityGB = memoryCapacityGB
    self.aggregateIOGBps = aggregateIOGBps
  }
}

/// A figure that a definition of equivalence needs and nobody has.
public struct MissingFigure: Error, Equatable, Sendable, CustomStringConvertible {
  /// "memory bandwidth is not known".
  public let description: String

  init(_ description: String) { self.description = description }

  /// Works out all, or says of every one that cannot be what it misses.
  static func all<Part, Value>(
    _ parts: [Part], _ value: (Part) throws(MissingFigure) -> Value
  ) throws(MissingFigure) -> [Value] {
    var values: [Value] = []
    var missing: [String] = []
    for part in parts {
      do throws(MissingFigure) { values.append(try value(part)) } catch { missing.append(error.description) }
    }
    guard missing.isEmpty else { throw MissingFigure(missing.joined(separator: "; ")) }
    return values
  }
}
