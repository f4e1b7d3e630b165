import Rating

/// At which share of the peak a published training run operated.
///
/// MFU counts the operations of the model while it trains; goodput is the share of the time in which it trains at all.
/// Their product is the share of the peak over all chip-hours. A ratio belongs to one precision's peak: the same run has
/// half the MFU against a peak twice as high.
public struct PublishedUtilisation: Codable, Equatable, Sendable {
  public enum Quantity: String, Codable, CaseIterable, Sendable {
    /// Model operations over the peak while training.
    case mfu
    /// The share of the time spent on steps that count.
    case goodput
    /// Operations over the peak of all chip-hours, paid or by the calendar: MFU × goodput.
    case effective
  }

  /// Short, in kebab case.
  public let run: String
  public let name: String
  /// The precision of whose peak the ratios are shares; `nil` where no source says.
  public let precision: Precision?
  /// The id of the chip that trained it, where known.
  public let chip: String?
  public let mfu: SourcedValue?
  public let effective: SourcedValue?
  let publishedGoodput: SourcedValue?

  init(
    run: String, name: String, precision: Precision?, chip: String?, mfu: SourcedValue?,
    goodput: SourcedValue?, effective: SourcedValue?
  ) {
    self.run = run
    self.name = name
    self.precision = precision
    self.chip = chip
    self.mfu = mfu
    self.effective = effective
    publishedGoodput = goodput
  }

  /// The published goodput, or effective / MFU where both are known.
  public var goodput: UtilisationShare? {
    if let publishedGoodput { return UtilisationShare(publishedGoodput, run: self) }
    guard let mfu, let effective else { return nil }
    let ratio = effective.bounded / mfu.bounded
    guard ratio.value <= 1 else { return nil }
    return UtilisationShare(
      share: BoundedValue(ratio.value, ratio.range.lowerBound...min(1, ratio.range.upperBound)), run: run,
      precision: precision, chip: chip,
      source: [mfu.source, effective.source].uniqued.joined(separator: "; "),
      grade: max(mfu.grade, effective.grade),
      note: "effective \(effective.value) / MFU \(mfu.value) of \(name)"
        + (effective.note.map { "; effective: \($0)" } ?? ""))
  }
}

/// A share that goes into a training run, with where it comes from.
public struct UtilisationShare: Codable, Equatable, Sendable {
  /// Of 1, with what the sources leave.
  public let share: BoundedValue
  /// The published run that it is taken from; `nil` for a number of the user's own.
  public let run: String?
  /// The precision of whose peak it is a share, where that is stated.
  public let precision: Precision?
  /// The id of the chip that it was reported for, where known.
  public let chip: String?
  /// The id of its source, or who gave it.
  public let source: String
  public let grade: Grade?
  public let note: String?

  init(
    share: BoundedValue, run: String?, precision: Precision?, chip: String?, source: String, grade: Grade?,
    note: String?
  ) {
    self.share = share
    self.run = run
    self.precision = precision
    self.chip = chip
    self.source = source
    self.grade = grade
    self.note = note
  }

  init(_ value: SourcedValue, run: PublishedUtilisation) {
    self.init(
      share: value.bounded, run: run.run, precision: run.precision, chip: run.chip, source: value.source,
      grade: value.grade, note: value.note)
  }
}
