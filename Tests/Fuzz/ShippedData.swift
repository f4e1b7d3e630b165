import ChipDB
import Forecast
import Foundation
import Rating
import Rulebook

/// The data that the repository ships, read once: what hostile bytes are laid over or held against.
enum ShippedData {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let database = sound { try ChipDatabase.load(directory: root + "/chipdb") }
  static let rulebook = sound { try Rulebook.load(directory: root + "/rulebook", withTests: false) }
  static let trends = sound { try TrendData.load(directory: root + "/trends") }
  static let ledgerRules = sound {
    try LedgerRules.load(directory: root + "/rulebook", rulebook: rulebook)
  }
  static let day = CalendarDate(year: 2026, month: 6, day: 1).unsafelyUnwrapped

  /// Subjects of each kind, to ask rules about.
  static let subjects: [Subject] = {
    let wanted: Set = ["h100-sxm", "a100-sxm4-80gb", "h20", "rtx-4090", "ascend-910b"]
    let chips = database.chips.filter { wanted.contains($0.id) }
    return (chips.isEmpty ? Array(database.chips.prefix(4)) : chips).map {
      Subject($0, tf32Reading: .container32)
    }
  }()

  private static func sound<Value>(_ load: () throws -> Value) -> Value {
    do { return try load() } catch { preconditionFailure("the shipped data does not load: \(error)") }
  }
}
