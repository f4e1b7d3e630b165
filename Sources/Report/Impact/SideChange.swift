import ChipDB
import Rating
import Rulebook

/// A chip of which a supposed rule changes the answer.
public struct SideChange: Encodable, Sendable {
  public let chip: String
  public let name: String
  public let vendor: String
  public let released: CalendarDate?
  /// The instrument and paragraph; `nil` for the question whether any paragraph of control is met.
  public let instrument: String?
  public let paragraph: String?
  public let before: Outcome
  public let after: Outcome
  /// Whether published figures would turn the answer after the change.
  public let isContested: Bool
  /// Of the figures from the lines that the file supposes.
  public let margins: [LineMargin]

  init(
    _ chip: Chip, paragraph: ParagraphSide? = nil, before: Outcome, after: Outcome, isContested: Bool,
    margins: [LineMargin]
  ) {
    self.chip = chip.id
    name = chip.name
    vendor = chip.vendor
    released = chip.released
    instrument = paragraph?.instrument
    self.paragraph = paragraph?.paragraph
    self.before = before
    self.after = after
    self.isContested = isContested
    self.margins = margins
  }

  /// "no → yes".
  var step: String { "\(before.rawValue) → \(after.rawValue)" + (isContested ? ", contested" : "") }
}

/// A paragraph of which the answer may change.
struct ParagraphSide: Hashable {
  let instrument: String
  let paragraph: String
}
