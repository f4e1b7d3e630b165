/// The rating of one item on one kind of evidence: TPP at every precision, and the one that governs.
public struct PerformanceRating: Codable, Equatable, Sendable {
  /// One precision's contribution.
  public struct Row: Codable, Equatable, Sendable {
    public let precision: Precision
    /// Dense TOP/s.
    public let tops: Double
    /// The bit length applied, in bits.
    public let bitLength: Int
    /// TPP = 2 × MacTOPS × bit length = dense TOP/s × bit length (ECCN 3A090, technical note).
    public let tpp: Double
    public let source: String
    /// How well the source is known; it decides between equal figures and nothing else.
    public let support: Int
  }

  public let evidence: Evidence
  /// How TF32 was read.
  public let tf32Reading: TF32Reading
  /// The best throughput of each precision, in the order of `Precision.allCases`.
  public let rows: [Row]

  /// Rates the throughputs that rest on one kind of evidence; the others are left out.
  ///
  /// Where a precision has several throughputs the highest counts, as the regulation takes the
  /// maximum theoretically possible.
  public init(_ throughputs: [Throughput], evidence: Evidence, tf32Reading: TF32Reading) {
    self.evidence = evidence
    self.tf32Reading = tf32Reading
    rows = Precision.allCases.compactMap { precision in
      let candidates = throughputs.indices.filter {
        throughputs[$0].precision == precision && throughputs[$0].evidence == evidence
      }
      return candidates.max { throughputs[$0].tops < throughputs[$1].tops }.map { index in
        let best = throughputs[index]
        let bits = precision.bitLength(tf32Reading)
        return Row(
          precision: precision, tops: best.tops, bitLength: bits, tpp: best.tops * Double(bits),
          source: best.source, support: best.support)
      }
    }
  }

  /// The same without a row: nothing follows from it.
  public var withoutRows: PerformanceRating {
    PerformanceRating([], evidence: evidence, tf32Reading: tf32Reading)
  }

  /// The row with the highest TPP; `nil` when nothing is known.
  ///
  /// On a tie a precision whose bit length is beyond dispute goes before TF32, then the better supported
  /// figure, then the wider precision.
  public var governing: Row? {
    func rank(_ row: Row) -> (Double, Int, Int, Int) {
      (row.tpp, row.precision == .tf32 ? 0 : 1, row.support, row.bitLength)
    }
    return rows.max { rank($0) < rank($1) }
  }

  /// Total processing performance: the maximum over the precisions, or `nil` when nothing is known.
  public var tpp: Double? { governing?.tpp }

  /// Performance density = TPP / applicable die area, in TPP per mm² (ECCN 3A090, technical note).
  /// - Parameter areaMM2: all logic dies made on a non-planar node, in mm².
  /// - Returns: `nil` when TPP is unknown or the area is not positive.
  public func performanceDensity(areaMM2: Double) -> Double? {
    guard let tpp, areaMM2 > 0 else { return nil }
    return tpp / areaMM2
  }

  /// The highest dense TOP/s among the given precisions, or `nil` when none of them is known.
  public func bestTops(among precisions: [Precision]) -> Row? {
    rows.filter { precisions.contains($0.precision) }.max { $0.tops < $1.tops }
  }
}
