/// One row of two reports side by side.
public struct RowComparison: Encodable, Sendable {
  /// What the second report says against the first.
  public enum Verdict: String, Encodable, Sendable {
    /// The whole interval of the ratio lies within the material difference.
    case same
    /// The whole interval lies above it.
    case faster
    /// The whole interval lies below it.
    case slower
    /// The interval allows more than one verdict, or there is none.
    case ambiguous
  }

  /// "FP32 on 2 threads".
  public let row: String
  public let verdict: Verdict
  /// The second capability over the first; `nil` when one of them is unknown.
  public let ratio: Double?
  public let ratioLower: Double?
  public let ratioUpper: Double?
  public let first: CapabilityInterval?
  public let second: CapabilityInterval?
  /// Why the verdict cannot be had, or `nil`.
  public let reason: String?
  /// That the reports do not give the row the same status, and why; `nil` where they do or only one has the row.
  public let statusChange: String?

  /// - Parameter material: the relative difference from which two results differ materially.
  init(_ label: String, _ first: ComparedRow?, _ second: ComparedRow?, material: Double) {
    row = label
    statusChange = Self.statusChange(first, second)
    self.first = first?.interval
    self.second = second?.interval
    guard let a = self.first, let b = self.second else {
      verdict = .ambiguous
      (ratio, ratioLower, ratioUpper) = (nil, nil, nil)
      reason = [("the first", first), ("the second", second)]
        .compactMap { name, row in Self.absence(of: row).map { "\(name) report \($0)" } }.joined(
          separator: "; ")
      return
    }
    let (low, high) = (b.lower / a.upper, b.upper / a.lower)
    (ratio, ratioLower, ratioUpper) = (b.lower / a.lower, low, high)
    reason = nil
    verdict =
      if low > 1 + material { .faster } else if high < 1 / (1 + material) {
        .slower
      } else if low >= 1 / (1 + material) && high <= 1 + material { .same } else { .ambiguous }
  }

  private static func statusChange(_ first: ComparedRow?, _ second: ComparedRow?) -> String? {
    guard let first, let second, first.status != second.status else { return nil }
    func told(_ row: ComparedRow) -> String {
      row.status == "verified" ? row.status : "\(row.status) (\(row.reason ?? "no reason given"))"
    }
    return "not the same status: the first report has it \(told(first)), the second \(told(second))"
  }

  private static func absence(of row: ComparedRow?) -> String? {
    guard let row else { return "has no such row" }
    if row.interval != nil { return nil }
    if !row.isMeasured { return "has it \(row.status): \(row.reason ?? "no reason given")" }
    return "has \(row.visitBests.count) visits that count, and \(CapabilityInterval.order) are needed"
  }
}
