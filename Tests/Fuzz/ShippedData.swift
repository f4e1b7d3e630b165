import ChipDB
import Forecast
import Foundation
import Rating
import Report
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

  /// A chip that most rules say something of, and one that few do.
  static let subjects = ["h100-sxm", "rtx-4090"].compactMap { database.chip(id: $0) }.map {
    Subject($0, tf32Reading: .container32)
  }

  private static func sound<Value>(_ load: () throws -> Value) -> Value {
    do { return try load() } catch { preconditionFailure("the shipped data does not load: \(error)") }
  }
}
