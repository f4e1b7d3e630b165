import Measurement
import Rating
import Report

/// A chain beside the rating's row of the same precision: whether the two can be of one machine.
///
/// They are not the same product. A chain has the challenge's size, the row the best one that was found; a chain's rate is
/// over all of its products and their rounding, with the worker's messages, on a machine that the rating has warmed, and the
/// row's best is one product at the best moment. A chain is therefore slower, and how much depends on the size.
public struct ChainComparison: Encodable, Equatable, Sendable {
  /// A verified row of the rating, on the threads of the machine's own rows; rates in TOP/s.
  public struct Row: Codable, Equatable, Sendable {
    public let shape: String
    public let bestTops: Double
    public let medianTops: Double?
    public let sustainedTops: Double?
    public let ceilingTops: Double?
  }

  public let precision: Precision
  /// The side of the chain's matrices.
  public let size: Int
  /// By the signer's clock, over products and rounding; `nil` for a chain that is missing.
  public let toldTops: Double?
  /// At least, by the verifier's clock; `nil` without the verifier's own challenge.
  public let provenTops: Double?
  /// `nil` where the rating has no verified row at this precision.
  public let row: Row?
  /// The told rate over the row's best.
  public let ofBest: Double?
  /// The rate that nothing on the machine of this row can pass, in TOP/s.
  public let limitTops: Double?
  /// What to know of it; `nil` where the two agree.
  public let remark: String?

  /// The ceiling is the best of short runs beside the visits; a clock may have been higher at another time by so much.
  private static let aboveCeiling = 1.1
  /// Without a ceiling: by how much a product of another size may be faster than the best that was found.
  private static let aboveBest = 1.25
  /// Size, rounding, messages and warmth explain a rate down to this share of the row's best; less is told.
  private static let farBelow = 0.75

  init(_ chain: ChallengeVerdict.Chain, size: Int, in measurement: MeasurementResult) {
    precision = chain.precision
    self.size = size
    toldTops = chain.toldTops
    provenTops = chain.provenTops
    row = Row(chain.precision, in: measurement)
    limitTops = row.map {
      max(
        $0.bestTops * ($0.ceilingTops == nil ? Self.aboveBest : 1), ($0.ceilingTops ?? 0) * Self.aboveCeiling)
    }
    ofBest = row.flatMap { row in chain.toldTops.map { $0 / row.bestTops } }
    remark = Self.remark(chain, size: size, row: row, limit: limitTops)
  }

  /// Why the proven rate and the row cannot be of one machine; `nil` where they can.
  var contradiction: String? {
    guard let provenTops, let limitTops, let row, provenTops > limitTops else { return nil }
    return
      "\(precision.label): the chain's proven rate, at least \(Self.rate(provenTops)), is more than the rated machine "
      + "can do: the row's best is \(Self.rate(row.bestTops)), and \(Self.rate(limitTops)) is the most that its "
      + (row.ceilingTops == nil ? "best" : "ceiling")
      + " allows. Another machine, or more than one, did the chain"
  }

  private static func remark(_ chain: ChallengeVerdict.Chain, size: Int, row: Row?, limit: Double?) -> String?
  {
    let name = chain.precision.label
    if chain.status == .missing {
      let reason = chain.reason.map { ": \($0)" } ?? ""
      return "\(name): there is no chain"
        + (row == nil ? reason : ", though the rating has a verified row\(reason)")
    }
    guard let row, let limit, let told = chain.toldTops else {
      return "\(name): the rating has no verified row to hold the chain against"
    }
    if told > limit {
      return
        "\(name): by the signer's clock the chain ran at \(rate(told)), and the rated machine can do "
        + "\(rate(limit)) at most: one of the two is wrong, or they are not of one machine"
    }
    if told < farBelow * row.bestTops {
      return
        "\(name): the chain ran at \(NumberFormat.percent(told / row.bestTops)) of the row's best, less than size "
        + "(\(size), the row's \(row.shape)), rounding and warmth usually explain. Other work ran beside the chains, or "
        + "the size suits the library badly, or the row is not of the machine that ran them"
    }
    return nil
  }

  static func rate(_ tops: Double) -> String {
    tops < 10 ? "\(NumberFormat.number(tops * 1000)) GOP/s" : "\(NumberFormat.number(tops)) TOP/s"
  }

  /// Writes every key: what is absent is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(precision, forKey: .precision)
    try container.encode(size, forKey: .size)
    try container.encode(toldTops, forKey: .toldTops)
    try container.encode(provenTops, forKey: .provenTops)
    try container.encode(row, forKey: .row)
    try container.encode(ofBest, forKey: .ofBest)
    try container.encode(limitTops, forKey: .limitTops)
    try container.encode(remark, forKey: .remark)
  }

  private enum CodingKeys: CodingKey {
    case precision, size, toldTops, provenTops, row, ofBest, limitTops, remark
  }
}

extension ChainComparison.Row {
  /// The best verified row at a precision, on the machine's own threads and with the operands that a rating is for.
  init?(_ precision: Precision, in measurement: MeasurementResult) {
    let rows = measurement.rows.filter {
      $0.precision == precision && $0.status == .verified && $0.variant == nil
        && $0.threads == measurement.threads && $0.operands == measurement.operands.first
        && $0.topsBest != nil
    }
    guard let row = rows.max(by: { ($0.topsBest ?? 0) < ($1.topsBest ?? 0) }), let best = row.topsBest,
      best > 0
    else { return nil }
    self.init(
      shape: row.shape?.description ?? "unknown", bestTops: best, medianTops: row.topsMedian,
      sustainedTops: row.sustained?.tops, ceilingTops: row.ceiling?.tops)
  }
}
