/// One way to read the note on bit length, where the text leaves room or a format is in dispute.
///
/// The note (ECCN 3A090, technical note on bit length) takes the highest TPP over all bit lengths and is
/// silent on the formats that have come since: TF32, FP6 and the 4-bit ones.
public struct RatingReading: Codable, Hashable, Sendable {
  /// How TF32 is read.
  public let tf32: TF32Reading
  /// The precisions that are not counted, in the order of `Precision.allCases`.
  public let leftOut: [Precision]

  public init(tf32: TF32Reading, leavingOut leftOut: Set<Precision> = []) {
    self.tf32 = tf32
    self.leftOut = Precision.allCases.filter { leftOut.contains($0) }
  }

  /// The readings that can differ for an item with throughputs at some precisions: first the one in which every
  /// precision counts, TF32 as given; then TF32 the other way; then without FP6, without the 4-bit formats, and
  /// without both.
  public static func all(tf32: TF32Reading, having precisions: Set<Precision>) -> [RatingReading] {
    let six = precisions.intersection([.fp6])
    let four = precisions.intersection([.fp4, .int4])
    let others = precisions.contains(.tf32) ? TF32Reading.allCases.filter { $0 != tf32 } : []
    let sets = [six, four, six.union(four)].filter { !$0.isEmpty && $0 != precisions }
    var readings = [RatingReading(tf32: tf32)] + others.map { RatingReading(tf32: $0) }
    for set in sets {
      let reading = RatingReading(tf32: tf32, leavingOut: set)
      if !readings.contains(reading) { readings.append(reading) }
    }
    return readings
  }
}
